package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Viewers;
import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.Cut;
import dev.headwater.loadtest.lab.machine.ProcessState;
import dev.headwater.loadtest.lab.measure.Audience;
import dev.headwater.loadtest.lab.measure.Disturbance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The first edge is gone: origins let go of its pulls. Later it is back, and players come to it. */
enum EdgeGone implements Fault {
    /** SIGKILL: its players go to the next one, and it is started again. */
    KILLED("F13", "edge killed and started again", 1_000),

    /**
     * Nothing travels to it or from it for a while, so its players know as little of it as the origins do, whose kernels give a
     * connection up that was silent for 15 s.
     */
    SILENT("F13-silent", "edge's host vanishes without a word, and is back later", 15_000 + 1_000);

    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final int EDGES = 2;
    private static final int NEW_PLAYERS = 3;

    /** Players try again after half a second. */
    private static final double GAP_MS = 500 + 1_000;

    private final String id;
    private final String title;
    private final double originNoticesMs;

    EdgeGone(String id, String title, double originNoticesMs) {
        this.id = id;
        this.title = title;
        this.originNoticesMs = originNoticesMs;
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
    public boolean cuts() {
        return this == SILENT;
    }

    @Override
    public Topology topology(LabSettings settings) {
        return settings.topology().atLeast(1, EDGES);
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
        var cut = leave(scene, edge);
        boolean letGo = Waiting.until(PATIENCE, () -> Pulls.servedBy(origins) == pulls - streams);
        double letGoMs = scene.sinceBeginMs(System.nanoTime());
        notes.must("the origins count its pulls no more", letGo);
        notes.atMostMs("its pulls were gone after", letGoMs, originNoticesMs);
        if (this == KILLED) {
            proveGone(notes, edge);
            settle(scene);
        }
        figuresOfPlayers(scene);
        notes.exactly("pulls at the origins without the edge", Pulls.servedBy(origins), pulls - streams);

        if (cut.isPresent()) {
            heal(scene, edge, cut.get());
        } else {
            edge.startAgain();
        }
        notes.must(
                "the edge is ready again",
                Waiting.until(START_PATIENCE, () -> edge.api().isReady()));
        var comers = new ArrayList<Viewers>();
        for (var stream : scene.streams()) {
            comers.add(scene.viewers(stream, List.of(edge), NEW_PLAYERS, Duration.ofMillis(100)));
        }
        boolean _ = Waiting.until(PATIENCE, () -> served(comers) == (long) NEW_PLAYERS * streams);
        notes.exactly("new players of the edge with a picture", served(comers), (long) NEW_PLAYERS * streams);
        settle(scene);
        if (this == KILLED) {
            notes.exactly("pulls started by the edge", Pulls.startedBy(edge), streams);
        }
        notes.exactly("pulls at the origins with the edge", Pulls.servedInTheEnd(origins, pulls), pulls);
        for (var stream : scene.streams()) {
            notes.of(stream.name()).inOrder(stream.viewers().audience(), scene.window());
        }
        comers.forEach(Viewers::leave);
    }

    /** @return what keeps the edge from all others, if it runs on */
    private Optional<Cut> leave(Scene scene, LabNode edge) {
        return switch (this) {
            case KILLED -> {
                edge.kill();
                yield Optional.empty();
            }
            case SILENT -> Optional.of(scene.network().cutOff(edge.place()));
        };
    }

    private static void proveGone(Notes notes, LabNode edge) throws InterruptedException {
        boolean gone = edge.awaitEnd(Duration.ofSeconds(2)).isPresent();
        notes.prove(
                "process %d of %s is gone".formatted(edge.pid(), edge.name()),
                gone && edge.state() == ProcessState.GONE);
    }

    /** Its players, who may be back with it or elsewhere, have pictures then. */
    private static void heal(Scene scene, LabNode edge, Cut cut) throws InterruptedException {
        var notes = scene.notes();
        cut.heal();
        long healed = System.nanoTime();
        notes.prove("packets dropped: " + cut.droppedPackets(), cut.droppedPackets() > 0);
        notes.must(
                "the edge knows the others again",
                Waiting.until(
                        START_PATIENCE,
                        () -> edge.api().nodes().size()
                                == scene.cluster().nodes().size()));
        int flowing = 0;
        for (var stream : scene.streams()) {
            flowing += scene.flows(stream, START_PATIENCE) ? 1 : 0;
        }
        notes.exactly(
                "streams whose players all have pictures again",
                flowing,
                scene.streams().size());
        notes.tellMs("all players have pictures after the heal by", (System.nanoTime() - healed) / 1e6);
    }

    private static void settle(Scene scene) throws InterruptedException {
        for (var stream : scene.streams()) {
            boolean _ = scene.flows(stream, PATIENCE);
        }
        Waiting.pause(scene.settings().after());
    }

    private void figuresOfPlayers(Scene scene) throws InterruptedException {
        var window = scene.window();
        var notes = scene.notes();
        int edges = scene.cluster().edges().size();
        for (var stream : scene.streams()) {
            var all = stream.viewers().audience();
            var its = stream.viewers().audienceAt(0, edges);
            if (this == KILLED) {
                notes.atMostMs("gap of the edge's players, " + stream.name(), its.gapMs(window), GAP_MS);
            }
            notes.exactly(
                    "player disconnects, " + stream.name(),
                    all.count(Disturbance.DISCONNECTED, window),
                    this == KILLED ? its.players().size() : 0);
            for (int other = 1; other < edges; other++) {
                Audience others = stream.viewers().audienceAt(other, edges);
                scene.unconcerned(
                        "the players of %s, %s"
                                .formatted(scene.cluster().edges().get(other).name(), stream.name()),
                        others);
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
