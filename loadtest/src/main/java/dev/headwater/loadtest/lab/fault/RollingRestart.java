package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Every node is terminated and started anew, one after the other, while streams are published to origins and through an
 * edge. In an upgrade the cluster begins whole of an earlier version, and both stand side by side for a while after each step.
 *
 * <p>Edges go first, from the last to the first. The last has no players in the beginning, and a player comes back at the
 * edge behind its own, so it finds one that is new already: no order would spare players of a full cluster a second move.
 */
enum RollingRestart implements Fault {
    /** As the version that it was. */
    SAME("F14", "rolling restart of every node"),

    /** From an earlier version to the lab's own. */
    UPGRADE("F15", "rolling upgrade of every node, old and new version mixed");

    private static final int LOOKS_AT_MIXTURE = 5;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final String id;
    private final String title;

    RollingRestart(String id, String title) {
        this.id = id;
        this.title = title;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Optional<String> missing(LabSettings settings) {
        return this == UPGRADE && settings.old().isEmpty()
                ? Optional.of("needs --old FOLDER, an unpacked distribution of an earlier version")
                : Optional.empty();
    }

    /** A JVM that starts takes all processors of a small machine. */
    @Override
    public boolean isLoad() {
        return true;
    }

    @Override
    public Topology topology(LabSettings settings) {
        var nodes = settings.topology().atLeast(3, 2).withStreams(1);
        return this == UPGRADE ? settings.old().map(nodes::of).orElse(nodes) : nodes;
    }

    @Override
    public int homes(LabCluster cluster) {
        return cluster.edges().size() - 1;
    }

    @Override
    public void prepare(Scene scene) throws InterruptedException {
        var cluster = scene.cluster();
        scene.stream(
                "forwarded",
                cluster.edges(),
                scene.streams().getFirst().viewers().audience().players().size(),
                cluster.edges(),
                homes(cluster));
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var cluster = scene.cluster();
        var notes = scene.notes();
        var rolling = new Rolling(scene);
        var listings = new Listings(cluster, scene.streams());
        var order = new ArrayList<LabNode>(cluster.edges().reversed());
        order.addAll(cluster.origins());
        int restarted = 0;
        if (this == UPGRADE) {
            long old = nodesOfOldVersion(scene);
            notes.prove(
                    "nodes of the old version: " + old, old == cluster.nodes().size());
        }

        scene.begin();
        for (var node : order) {
            long pid = node.pid();
            if (!rolling.end(node)) {
                break;
            }
            restart(node, cluster);
            if (!rolling.awaitComplete()) {
                break;
            }
            restarted += node.pid() != pid ? 1 : 0;
            rolling.awaitFlow();
            if (this == UPGRADE) {
                for (int i = 0; i < LOOKS_AT_MIXTURE; i++) {
                    Waiting.pause(BETWEEN_LOOKS);
                    listings.look();
                }
            }
        }
        Waiting.pause(scene.settings().after());

        notes.exactly("nodes restarted", restarted, order.size());
        if (this == UPGRADE) {
            notes.exactly("nodes of the old version in the end", nodesOfOldVersion(scene), 0);
            notes.tell("lists asked for while versions were mixed", listings.asked());
            notes.exactly("lists without some node or stream", listings.incomplete(), 0);
        }
        rolling.tell(order.size(), 1);
    }

    private void restart(LabNode node, LabCluster cluster) {
        switch (this) {
            case SAME -> node.startAgain();
            case UPGRADE -> cluster.upgrade(node);
        }
    }

    private static long nodesOfOldVersion(Scene scene) {
        var version = scene.settings().old();
        return scene.cluster().nodes().stream()
                .filter(node -> version.filter(node::runs).isPresent())
                .count();
    }
}
