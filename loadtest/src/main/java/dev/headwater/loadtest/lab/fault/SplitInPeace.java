package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.NodeApi;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.Cut;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The cluster falls in two while media goes through, and nobody publishes anew; the halves find each other again. Each origin
 * has a stream, so that each half has some.
 *
 * <pre>
 *   origin-1, origin-2 ..., edge-1 | the last origin, the last edge
 * </pre>
 */
final class SplitInPeace implements Fault {
    private static final Duration SPLIT_PATIENCE = Duration.ofSeconds(30);
    private static final Duration MERGE_PATIENCE = Duration.ofSeconds(60);
    private static final double MERGED_MS = 30_000;
    private static final double AFTER_MERGE_MS = 5_000;
    private static final int ORIGINS = 3;
    private static final int EDGES = 2;

    @Override
    public String id() {
        return "F7";
    }

    @Override
    public String title() {
        return "split brain while nobody publishes anew";
    }

    @Override
    public boolean cuts() {
        return true;
    }

    @Override
    public Topology topology(LabSettings settings) {
        var wanted = settings.topology().atLeast(ORIGINS, EDGES);
        int origins =
                (int) wanted.nodes().stream().filter(node -> node.isOrigin()).count();
        return wanted.withStreams(origins);
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var notes = scene.notes();
        var nodes = scene.cluster().nodes();
        var halves = Halves.of(scene.cluster());
        var union = scene.cluster().origins().getFirst().api().owners();
        notes.prove(
                "each origin has a stream, union=" + union.size(),
                union.values().stream().map(NodeApi.Owner::origin).distinct().count() == union.size());

        scene.begin();
        var cut = halves.cut(Cut.Traffic.CLUSTER);
        notes.must(
                "both sides have given each other up",
                Waiting.until(SPLIT_PATIENCE, () -> eachKnowsOnly(halves.near()) && eachKnowsOnly(halves.far())));
        notes.tellMs("both sides have given each other up after", scene.sinceBeginMs(System.nanoTime()));
        Waiting.pause(Duration.ofSeconds(3));

        cut.heal();
        long healNanos = System.nanoTime();
        notes.prove("packets dropped: " + cut.droppedPackets(), cut.droppedPackets() > 0);
        boolean merged = Waiting.until(MERGE_PATIENCE, () -> eachKnowsOnly(nodes));
        long mergedNanos = System.nanoTime();
        notes.must("every node knows all nodes", merged);
        notes.atMostMs("every node knows all nodes after the heal by", ms(mergedNanos - healNanos), MERGED_MS);
        boolean answer = Waiting.until(MERGE_PATIENCE, () -> eachAnswersEach(nodes));
        notes.must("each node answers each node", answer);
        notes.atMostMs(
                "each node answers each node after the merge by", ms(System.nanoTime() - mergedNanos), AFTER_MERGE_MS);
        boolean same = Waiting.until(MERGE_PATIENCE, () -> eachHas(nodes, union));
        notes.must("every node's registry is the union", same);
        notes.atMostMs(
                "every node's registry is the union after the merge by",
                ms(System.nanoTime() - mergedNanos),
                AFTER_MERGE_MS);

        for (var stream : scene.streams()) {
            boolean _ = scene.settle(stream, MERGE_PATIENCE);
        }
        notes.must("every node's registry is the union later", eachHas(nodes, union));
        for (var stream : scene.streams()) {
            scene.unconcerned(stream.name(), stream.viewers().audience());
            scene.tellGapsAtEdges(stream);
        }
    }

    private static boolean eachKnowsOnly(Collection<LabNode> side) throws InterruptedException {
        var names = names(side);
        for (var node : side) {
            var known = node.api().nodes();
            if (known.size() != names.size() || !known.containsAll(names)) {
                return false;
            }
        }
        return true;
    }

    private static boolean eachAnswersEach(Collection<LabNode> nodes) throws InterruptedException {
        var names = names(nodes);
        for (var node : nodes) {
            if (!node.api().answering().containsAll(names)) {
                return false;
            }
        }
        return true;
    }

    private static boolean eachHas(Collection<LabNode> nodes, Map<String, NodeApi.Owner> union)
            throws InterruptedException {
        for (var node : nodes) {
            if (!node.api().owners().equals(union)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> names(Collection<LabNode> nodes) {
        return nodes.stream().map(LabNode::name).toList();
    }

    private static double ms(long nanos) {
        return nanos / 1e6;
    }
}
