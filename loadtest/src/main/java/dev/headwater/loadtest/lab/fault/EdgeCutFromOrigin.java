package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.Cut;
import java.time.Duration;
import java.util.List;

/**
 * The first edge and the origin of the first stream lose each other for a while, in both directions or in one; every other
 * pair of nodes goes on, so that there is a way around. Or the edge loses all origins, and there is none.
 *
 * <pre>
 *   origin-1 --- x --- edge-1    players go on by way of origin-2, or are held
 *      |  \              /
 *      |   --- origin-2 -
 *       \------------- edge-2    nothing happens
 * </pre>
 */
final class EdgeCutFromOrigin implements Fault {
    private static final Duration CUT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final double GAP_BEYOND_CUT_MS = 1_000;
    private static final double GAP_WITH_ANOTHER_WAY_MS = 3_000;
    private static final int ORIGINS = 2;
    private static final int EDGES = 2;

    /** Which packets are lost. */
    enum Way {
        BOTH("F4", "edge and origin cut from each other for 10 s"),
        TO_ORIGIN("F5", "origin does not hear an edge for 10 s, the edge hears it"),
        TO_EDGE("F5-back", "edge does not hear an origin for 10 s, the origin hears it"),
        MEDIA("F4-media", "edge and origin cut from each other for 10 s, but for the cluster's own ports"),
        MEDIA_OF_ALL("F4-alone", "edge cut from all origins for 10 s, but for the cluster's own ports");

        private final String id;
        private final String title;

        Way(String id, String title) {
            this.id = id;
            this.title = title;
        }

        private boolean leavesAnotherWay() {
            return this != MEDIA_OF_ALL;
        }

        private Cut make(Scene scene, LabNode edge, LabNode origin) {
            var network = scene.network();
            var edges = List.of(edge.place());
            var origins = List.of(origin.place());
            return switch (this) {
                case BOTH -> network.cut(edges, origins, Cut.Traffic.ALL);
                case TO_ORIGIN -> network.cut(origins, edges, Cut.Traffic.INBOUND);
                case TO_EDGE -> network.cut(edges, origins, Cut.Traffic.INBOUND);
                case MEDIA -> network.cut(edges, origins, Cut.Traffic.MEDIA);
                case MEDIA_OF_ALL ->
                    network.cut(
                            edges,
                            scene.cluster().origins().stream()
                                    .map(LabNode::place)
                                    .toList(),
                            Cut.Traffic.MEDIA);
            };
        }
    }

    private final Way way;

    EdgeCutFromOrigin(Way way) {
        this.way = way;
    }

    @Override
    public String id() {
        return way.id;
    }

    @Override
    public String title() {
        return way.title;
    }

    @Override
    public boolean cuts() {
        return true;
    }

    @Override
    public Topology topology(LabSettings settings) {
        var wanted = settings.topology().atLeast(ORIGINS, EDGES);
        return way.leavesAnotherWay() ? wanted : wanted.withStreams(1); // others would be lost as well
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var stream = scene.streams().getFirst();
        var origin = scene.ownerOf(stream);
        var ofOrigin = scene.streamsOf(origin);
        var edge = scene.cluster().edges().getFirst();
        int edges = scene.cluster().edges().size();
        var notes = scene.notes();
        var pulls = PullWatch.start(scene);
        long asked = Pulls.attemptsOf(edge);
        long detours = Pulls.detoursOf(edge);

        scene.begin();
        var cut = way.make(scene, edge, origin);
        Waiting.pause(CUT);
        cut.heal();
        double cutMs = scene.sinceBeginMs(System.nanoTime());
        long attempts = Pulls.attemptsOf(edge) - asked;
        notes.prove("packets dropped: " + cut.droppedPackets(), cut.droppedPackets() > 0);
        boolean _ = scene.settle(stream, PATIENCE);
        pulls.afterwards(0);

        var window = scene.window();
        var held = stream.viewers().audienceAt(0, edges);
        notes.atMostMs(
                "gap of the edge's players",
                held.gapMs(window),
                way.leavesAnotherWay() ? GAP_WITH_ANOTHER_WAY_MS : cutMs + GAP_BEYOND_CUT_MS);
        notes.undisturbed(stream.viewers().audience(), window);
        notes.atMost("attempts of the edge during the cut", attempts, CUT.toSeconds());
        notes.tell("times that it went on through another node", Pulls.detoursOf(edge) - detours);
        notes.tell("attempts of the edge in all", Pulls.attemptsOf(edge) - asked);
        for (int other = 1; other < edges; other++) {
            scene.unconcerned(
                    "the players of " + scene.cluster().edges().get(other).name(),
                    stream.viewers().audienceAt(other, edges));
        }
        Aftermath.othersThan(scene, ofOrigin);
    }
}
