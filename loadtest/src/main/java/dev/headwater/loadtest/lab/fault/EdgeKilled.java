package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Viewers;
import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.ProcessState;
import dev.headwater.loadtest.lab.measure.Disturbance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** SIGKILL for the first edge: its players go to the next one. Later it is started again, and players come to it. */
final class EdgeKilled implements Fault {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final int EDGES = 2;
    private static final int NEW_PLAYERS = 3;
    private static final double ORIGIN_NOTICES_MS = 1_000;

    /** Players try again after half a second. */
    private static final double GAP_MS = 500 + 1_000;

    @Override
    public String id() {
        return "F13";
    }

    @Override
    public String title() {
        return "edge killed and started again";
    }

    @Override
    public Topology topology(LabSettings settings) {
        var wanted = settings.topology().atLeast(1, EDGES);
        return new Topology(wanted.nodes(), wanted.streams(), Math.max(wanted.players(), EDGES));
    }

    /** Another fault than this is it to an encoder. */
    @Override
    public List<LabNode> forwarders(LabCluster cluster) {
        return cluster.edges().subList(1, cluster.edges().size());
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var origins = scene.cluster().origins();
        var edge = scene.cluster().edges().getFirst();
        int streams = scene.streams().size();
        var notes = scene.notes();
        long pulls = Pulls.servedBy(origins);
        scene.begin();
        edge.kill();
        boolean letGo = Waiting.until(PATIENCE, () -> Pulls.servedBy(origins) == pulls - streams);
        double letGoMs = scene.sinceBeginMs(System.nanoTime());
        boolean gone = edge.awaitEnd(Duration.ofSeconds(2)).isPresent();
        notes.prove(
                "process %d of %s is gone".formatted(edge.pid(), edge.name()),
                gone && edge.state() == ProcessState.GONE);
        notes.exactly("the origins count its pulls no more", letGo ? 1 : 0, 1);
        notes.atMostMs("its pulls were gone after", letGoMs, ORIGIN_NOTICES_MS);
        for (var stream : scene.streams()) {
            boolean _ = scene.settle(stream, PATIENCE);
        }
        figuresOfPlayers(scene);
        notes.exactly("pulls at the origins without the edge", Pulls.servedBy(origins), pulls - streams);

        edge.startAgain();
        notes.prove(
                edge.name() + " is ready again",
                Waiting.until(START_PATIENCE, () -> edge.api().isReady()));
        var comers = new ArrayList<Viewers>();
        for (var stream : scene.streams()) {
            comers.add(scene.viewers(stream, List.of(edge), NEW_PLAYERS, Duration.ofMillis(100)));
        }
        boolean _ = Waiting.until(PATIENCE, () -> served(comers) == (long) NEW_PLAYERS * streams);
        notes.exactly("new players of the edge with a picture", served(comers), (long) NEW_PLAYERS * streams);
        Waiting.pause(scene.settings().after());
        notes.exactly("pulls started by the edge", Pulls.startedBy(edge), streams);
        notes.exactly("pulls at the origins with the edge", Pulls.servedBy(origins), pulls);
        comers.forEach(Viewers::leave);
    }

    private static void figuresOfPlayers(Scene scene) throws InterruptedException {
        var window = scene.window();
        var notes = scene.notes();
        int edges = scene.cluster().edges().size();
        for (var stream : scene.streams()) {
            var all = stream.viewers().audience();
            var moved = stream.viewers().audienceAt(0, edges);
            notes.atMostMs("gap of the edge's players, " + stream.name(), moved.gapMs(window), GAP_MS);
            notes.exactly(
                    "player disconnects, " + stream.name(),
                    all.count(Disturbance.DISCONNECTED, window),
                    moved.players().size());
            for (var what : List.of(
                    Disturbance.TIMESTAMP_BACK, Disturbance.REPEATED, Disturbance.REORDERED, Disturbance.RETURNED)) {
                notes.exactly(what.text() + ", " + stream.name(), all.count(what, window), 0);
            }
            notes.tell(Disturbance.LOST.text() + ", " + stream.name(), all.count(Disturbance.LOST, window));
            for (int other = 1; other < edges; other++) {
                notes.atMostMs(
                        "gap of the players of %s, %s"
                                .formatted(scene.cluster().edges().get(other).name(), stream.name()),
                        stream.viewers().audienceAt(other, edges).gapMs(window),
                        scene.steadyGapMs());
            }
        }
    }

    private static long served(List<Viewers> comers) throws InterruptedException {
        long served = 0;
        for (var viewers : comers) {
            served += viewers.served();
        }
        return served;
    }
}
