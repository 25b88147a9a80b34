package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import java.util.List;
import java.util.Optional;

/** Something that goes wrong in a cluster, and what must come of it. One file each; {@link Faults} lists them. */
public interface Fault {
    /** As on the command line, such as {@code F1}. */
    String id();

    /** A line for people. */
    String title();

    /** Whether it drops packets, and so wants namespaces. */
    default boolean cuts() {
        return false;
    }

    /** What it wants and was not given: then it is not possible. */
    default Optional<String> missing(LabSettings settings) {
        return Optional.empty();
    }

    /** Whether the fault itself keeps all processors busy: then CPU pressure is judged before it alone. */
    default boolean isLoad() {
        return false;
    }

    /** Whether the start of the cluster is the fault: then one that is not whole in time is what it is about. */
    default boolean isStart() {
        return false;
    }

    /** Whether encoders move when a server asks them to, as Enhanced RTMP has it. */
    default boolean encodersMove() {
        return false;
    }

    /** What it is made in. Unless it says otherwise, an encoder that loses its origin has another one. */
    default Topology topology(LabSettings settings) {
        return settings.topology().atLeast(2, 1);
    }

    /** Where the players of the topology are, in turn: the edges, unless one of them must stay cold. */
    default List<LabNode> audienceAt(LabCluster cluster) {
        return cluster.edges();
    }

    /** The edges that encoders publish to in turn, where they do not publish to origins. */
    default List<LabNode> forwarders(LabCluster cluster) {
        return cluster.edges();
    }

    /** At how many of these, from the first on, the players begin; the others are there for players that come back. */
    default int homes(LabCluster cluster) {
        return audienceAt(cluster).size();
    }

    /** Brings what it wants besides the streams of the topology, so that the control sees it, too. Blocks. */
    default void prepare(Scene scene) throws InterruptedException {}

    /**
     * Makes it, proves that it happened, and measures. The cluster is complete, encoders publish, all players have a
     * picture, and the control is over. Blocks.
     */
    void run(Scene scene) throws InterruptedException;
}
