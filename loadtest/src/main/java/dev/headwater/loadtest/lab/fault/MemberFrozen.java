package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.client.Viewers;
import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.ProcessState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * SIGSTOP for an origin that no stream is published at, as by a long garbage collection. It holds its share of the directory:
 * streams are published and looked up meanwhile, several of them, since a name may be on its share or not.
 */
enum MemberFrozen implements Fault {
    /** Encoders publish at the other origins. */
    PUBLISHED_AT_ORIGINS("F11", "an origin without publishers frozen for 5 s"),

    /** At edges, which know of the frozen one no more than that it is there and idle. */
    PUBLISHED_AT_EDGES("F11-edges", "the same, and what is published meanwhile is forwarded by edges");

    private static final Duration FROZEN = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final int STREAMS = 4;
    private static final int ORIGINS = 3;
    private static final int EDGES = 2;
    private static final double DELAY_MS = 6_000;

    private final String id;
    private final String title;

    MemberFrozen(String id, String title) {
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
    public Topology topology(LabSettings settings) {
        var wanted = settings.topology().atLeast(ORIGINS, EDGES);
        return wanted.withStreams(Math.min(wanted.streams(), ORIGINS - 1));
    }

    /** The last edge stays cold, so that it must ask the directory. */
    @Override
    public List<LabNode> audienceAt(LabCluster cluster) {
        return cluster.edges().subList(0, cluster.edges().size() - 1);
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var frozen = withoutStream(scene);
        var others = new ArrayList<>(scene.cluster().origins());
        others.remove(frozen);
        var cold = List.of(scene.cluster().edges().getLast());
        var notes = scene.notes();
        var known = published(scene, "known", others);
        boolean _ = Waiting.until(PATIENCE, () -> arePublishing(known));

        scene.begin();
        frozen.freeze();
        notes.prove(
                "process %d of %s is stopped".formatted(frozen.pid(), frozen.name()),
                Waiting.until(Duration.ofSeconds(2), () -> frozen.state() == ProcessState.STOPPED));
        long askedNanos = System.nanoTime();
        var fresh = published(
                scene, "new", this == PUBLISHED_AT_EDGES ? scene.cluster().edges() : others);
        var players = new ArrayList<Viewers>();
        for (var stream : known) {
            players.add(scene.viewers(stream, cold, 1, Duration.ZERO));
        }
        Waiting.pause(FROZEN.minusNanos(System.nanoTime() - scene.window().fromNanos()));
        frozen.thaw();
        notes.prove("it runs again", Waiting.until(PATIENCE, () -> frozen.state() == ProcessState.ALIVE));
        boolean allPublish = Waiting.until(PATIENCE, () -> arePublishing(fresh));
        boolean allPlay = Waiting.until(PATIENCE, () -> areServed(players));
        boolean _ = scene.settle(scene.streams().getFirst(), PATIENCE);

        notes.must("all could publish", allPublish);
        var publishMs = publishMs(fresh, askedNanos);
        notes.atMostMs("publish, the slowest", publishMs.getMax(), DELAY_MS);
        notes.tellMs("publish, the fastest", publishMs.getMin());
        notes.must("all could play", allPlay);
        notes.atMostMs("first picture, the slowest", slowestPictureMs(players), DELAY_MS);
        for (var stream : scene.streams()) {
            scene.unconcerned(stream.name(), stream.viewers().audience());
        }
        notes.exactly("members that gave it up", givenUp(scene, frozen), 0);
        notes.exactly(
                "members that it gave up",
                frozen.logLines("has left the cluster").size(),
                0);
        players.forEach(Viewers::leave);
    }

    private static LabNode withoutStream(Scene scene) throws InterruptedException {
        var free = new ArrayList<>(scene.cluster().origins());
        for (var stream : scene.streams()) {
            free.remove(scene.ownerOf(stream));
        }
        return free.getLast();
    }

    private static List<LabStream> published(Scene scene, String name, List<LabNode> origins) {
        var entries = new ArrayList<>(origins);
        var streams = new ArrayList<LabStream>();
        for (int i = 1; i <= STREAMS; i++) {
            streams.add(scene.further(name + "-" + i, entries));
            Collections.rotate(entries, -1);
        }
        return streams;
    }

    private static boolean arePublishing(List<LabStream> streams) {
        return streams.stream().map(LabStream::encoder).allMatch(Encoder::isPublishing);
    }

    private static boolean areServed(List<Viewers> players) throws InterruptedException {
        for (var viewers : players) {
            if (viewers.served() == 0) {
                return false;
            }
        }
        return true;
    }

    /** Who could not publish has taken until now. */
    private static DoubleSummaryStatistics publishMs(List<LabStream> streams, long askedNanos) {
        long now = System.nanoTime();
        return streams.stream()
                .mapToDouble(stream -> stream.encoder().publications().stream()
                                .mapToLong(Encoder.Publication::startedNanos)
                                .findFirst()
                                .orElse(now)
                        - askedNanos)
                .map(nanos -> nanos / 1e6)
                .summaryStatistics();
    }

    private static double slowestPictureMs(List<Viewers> players) throws InterruptedException {
        double slowest = 0;
        for (var viewers : players) {
            slowest = Math.max(slowest, viewers.audience().firstPictureMs());
        }
        return slowest;
    }

    /** Nodes whose log says that the frozen one has left. */
    private static long givenUp(Scene scene, LabNode frozen) {
        var nodes = new ArrayList<>(scene.cluster().nodes());
        nodes.remove(frozen);
        return nodes.stream()
                .filter(node -> node.logLines("has left the cluster").stream()
                        .anyMatch(line -> line.contains("node=%s at ".formatted(frozen.name()))))
                .count();
    }
}
