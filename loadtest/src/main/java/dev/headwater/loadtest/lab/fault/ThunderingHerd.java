package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.cluster.LabCluster;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.NodeSpec;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.measure.Disturbance;
import dev.headwater.loadtest.lab.measure.Window;
import java.time.Duration;
import java.util.List;

/** Thousands of players ask a cold edge for the same stream within one second. */
final class ThunderingHerd implements Fault {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CONTROL_PLAYERS = 2;
    private static final double FIRST_PICTURE_MS = 3_000;
    private static final Duration ARRIVAL = Duration.ofSeconds(1);

    /** A first picture counts from its player's own connect: players that come later than this are no herd. */
    private static final double MOST_ARRIVAL_MS = 1_200;

    /** How long they are watched when all have a picture: much longer than what the origin has sent and not yet counted. */
    private static final Duration WATCHED = Duration.ofSeconds(5);

    /** Of the stream's bitrate: one pull, and what carries the media. */
    private static final double OUTPUT_PERCENT = 110;

    /** What was sent late in that time, on a machine that the players keep busy. */
    private static final double MISSING_PERCENT = 25;

    /** As many as a small origin takes besides, and enough that the lab's own code is compiled. */
    private static final int REHEARSAL_PLAYERS = 1_000;

    @Override
    public String id() {
        return "F23";
    }

    @Override
    public String title() {
        return "thundering herd on a cold edge";
    }

    @Override
    public boolean isLoad() {
        return true;
    }

    /** The edge stays cold: the control is watched at the origin. */
    @Override
    public List<LabNode> audienceAt(LabCluster cluster) {
        return cluster.origins();
    }

    /** As an operator would size it: a node takes one connection for each 32 KiB of its heap, and this is four times that. */
    @Override
    public Topology topology(LabSettings settings) {
        int heapMegabytes = Math.max(NodeSpec.DEFAULT_HEAP_MEGABYTES, 128 + settings.herd() / 8);
        return new Topology(
                List.of(
                        NodeSpec.origin(1),
                        NodeSpec.edge(1).withHeap(heapMegabytes).with("event-loops", "2")),
                1,
                CONTROL_PLAYERS);
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        int herd = scene.settings().herd();
        var stream = scene.streams().getFirst();
        var origin = scene.cluster().origins().getFirst();
        var edge = scene.cluster().edges().getFirst();
        var notes = scene.notes();
        rehearse(scene, stream, origin, Math.min(herd, REHEARSAL_PLAYERS));
        notes.prove("the edge was cold: pulls=0", Pulls.startedBy(edge) == 0);
        long bytesBefore = Pulls.bytesServedBy(origin);
        long acceptedBefore = Pulls.acceptedBy(origin);
        scene.begin();
        var players = scene.viewers(stream, List.of(edge), herd, ARRIVAL);
        Waiting.pause(ARRIVAL);
        long mostConnections = 0;
        long mostPulls = 0;
        long start = System.nanoTime();
        while (players.served() < herd && System.nanoTime() - start < PATIENCE.toNanos()) {
            mostConnections = Math.max(
                    mostConnections,
                    origin.place().connectionsTo(origin.place().ports().relay()));
            mostPulls = Math.max(mostPulls, Pulls.servedBy(origin));
            Waiting.pause(Duration.ofMillis(100));
        }
        long watchedNanos = System.nanoTime();
        long bytesThen = Pulls.bytesServedBy(origin);
        Waiting.pause(WATCHED);
        double watchedSeconds = Window.since(watchedNanos).seconds();
        long watchedBytes = Pulls.bytesServedBy(origin) - bytesThen;
        mostConnections = Math.max(
                mostConnections,
                origin.place().connectionsTo(origin.place().ports().relay()));
        mostPulls = Math.max(mostPulls, Pulls.servedBy(origin));
        long bytes = Pulls.bytesServedBy(origin) - bytesBefore;

        var audience = players.audience();
        var window = scene.window();
        notes.prove(
                "players connected: %d, within %.0f ms"
                        .formatted(audience.players().size(), audience.arrivalMs()),
                audience.players().size() == herd
                        && audience.arrivalMs()
                                <= MOST_ARRIVAL_MS * scene.settings().slack());
        notes.exactly("players with a picture", audience.served(), herd);
        notes.atMostMs("first picture, the last player", audience.firstPictureMs(), FIRST_PICTURE_MS);
        notes.exactly("pulls started by the edge", Pulls.startedBy(edge), 1);
        notes.exactly("connections that the origin accepted from it", Pulls.acceptedBy(origin) - acceptedBefore, 1);
        notes.exactly("most pulls at the origin", mostPulls, 1);
        notes.exactly("most connections to the relay port (ss)", mostConnections, 1);
        notes.atMostPercent(
                "origin's output to the edge, of the bitrate", percentOfBitrate(bytes, window), OUTPUT_PERCENT);
        notes.atMostPercent(
                "of the bitrate, what it did not send while all watched",
                percentMissing(watchedBytes, watchedSeconds),
                MISSING_PERCENT);
        notes.exactly(Disturbance.DISCONNECTED.text(), audience.count(Disturbance.DISCONNECTED, window), 0);
        notes.tell(Disturbance.LOST.text(), audience.count(Disturbance.LOST, window));
        notes.tellMs("gap of the origin's players", stream.viewers().audience().gapMs(window));
        players.leave();
    }

    /** A pull begins with a group of pictures that were sent before. */
    private static double percentOfBitrate(long bytes, Window window) {
        var shape = Encoder.SHAPE;
        double seconds = window.seconds() + shape.gop().toSeconds();
        return 100.0 * bytes * Byte.SIZE / (shape.kbps() * 1_000 * seconds);
    }

    /** Bytes that are sent and not yet counted are none that are missing. */
    private static double percentMissing(long bytes, double seconds) {
        double wanted = Encoder.SHAPE.kbps() * 1_000.0 / Byte.SIZE * seconds;
        return Math.max(0, 100 * (1 - (bytes + Pulls.UNCOUNTED_BYTES) / wanted));
    }

    /** Players have the same two cores as the nodes: the JVM that plays them is not to be compiled while the herd comes. */
    private static void rehearse(Scene scene, LabStream stream, LabNode origin, int players)
            throws InterruptedException {
        var rehearsal = scene.viewers(stream, List.of(origin), players, Duration.ofSeconds(2));
        boolean _ = Waiting.until(PATIENCE, () -> rehearsal.served() == players);
        Waiting.pause(Duration.ofSeconds(1));
        rehearsal.leave();
        Waiting.pause(Duration.ofSeconds(1));
    }
}
