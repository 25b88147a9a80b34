package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.client.Viewers;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.measure.Disturbance;
import dev.headwater.loadtest.lab.measure.Window;
import dev.headwater.loadtest.source.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The first edge is in another region, 150 ms away there and back, and is asked for a stream that it does not have. */
final class FarEdge implements Fault {
    private static final Duration ONE_WAY = Duration.ofMillis(75);
    private static final double ROUND_TRIP_MS = 2 * ONE_WAY.toMillis();
    private static final double PULL_LIMIT_MS =
            4 * ROUND_TRIP_MS + Encoder.SHAPE.gop().toMillis();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Windows and retransmission timers come to know the way. */
    private static final Duration ACQUAINTANCE = Duration.ofSeconds(3);

    /**
     * A stream whose every picture is larger than a window in the beginning, and whose key frame of 250 KB fills the way: who
     * waited for an answer after each chunk or message would be seconds late soon.
     */
    private static final Shape WIDE = new Shape(8_000, 25, Duration.ofSeconds(1), true);

    private static final double WIDE_LATENCY_MS = 1_000;

    private static final int EDGES = 2;

    @Override
    public String id() {
        return "F27";
    }

    @Override
    public String title() {
        return "an edge 150 ms away from the origins and its players";
    }

    @Override
    public boolean cuts() {
        return true;
    }

    @Override
    public Topology topology(LabSettings settings) {
        return settings.topology().atLeast(1, EDGES);
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var cluster = scene.cluster();
        var edge = cluster.edges().getFirst();
        int edges = cluster.edges().size();
        var notes = scene.notes();
        var link = scene.network().moveAway(edge.place(), ONE_WAY);
        Waiting.pause(ACQUAINTANCE);
        boolean flows = true;
        for (var stream : scene.streams()) { // what the move lost is sent again, the later the more was lost
            flows &= scene.flows(stream, PATIENCE);
        }
        double connectMs = connectMs(
                new InetSocketAddress(edge.place().host(), edge.place().ports().rtmp()));
        notes.must("who plays has pictures over the way", flows);
        notes.prove(
                "a connection to the edge takes %.0f ms, packets carried: %d".formatted(connectMs, link.carried()),
                connectMs >= ROUND_TRIP_MS && link.carried() > 0);
        var wanted = scene.further("far-away", List.of(cluster.origins().getFirst()));
        var wide = scene.further("wide", List.of(cluster.origins().getFirst()), WIDE);
        boolean published = Waiting.until(
                PATIENCE,
                () -> wanted.encoder().isPublishing() && wide.encoder().isPublishing());

        scene.begin();
        var first = scene.viewers(wanted, List.of(edge), 1, Duration.ZERO);
        boolean firstServed = Waiting.until(PATIENCE, () -> first.served() == 1);
        var next = scene.viewers(wanted, List.of(edge), 1, Duration.ZERO);
        boolean nextServed = Waiting.until(PATIENCE, () -> next.served() == 1);
        var far = scene.viewers(wide, List.of(edge), 1, Duration.ZERO);
        boolean wideServed = Waiting.until(PATIENCE, () -> far.served() == 1);
        Waiting.pause(ACQUAINTANCE);
        long acquaintedNanos = System.nanoTime();
        Waiting.pause(scene.settings().after());

        var window = scene.window();
        notes.must("the streams were published and played", published && firstServed && nextServed && wideServed);
        double ownMs = next.audience().firstPictureMs();
        notes.tellMs("first picture of a player that finds the stream there", ownMs);
        notes.atMostMs(
                "what the pull adds for the first",
                Math.max(first.audience().firstPictureMs() - ownMs, 0),
                PULL_LIMIT_MS);
        long dropped = link.dropped();
        notes.prove("packets that the way had no room for: " + dropped, dropped == 0);
        for (var stream : scene.streams()) {
            for (int i = 0; i < edges; i++) {
                var audience = stream.viewers().audienceAt(i, edges);
                var its = notes.of("players of %s at %s"
                        .formatted(stream.name(), cluster.edges().get(i).name()));
                its.atMostMs("gap", audience.gapMs(window), scene.steadyGapMs() + (i == 0 ? ROUND_TRIP_MS : 0));
                its.tellMs("latency", audience.latencyMs(window));
            }
        }
        notes.untouched("", scene.everybody(), window);
        var its = notes.of("far player of 8 Mbit/s");
        var acquainted = Window.since(acquaintedNanos);
        its.atMostMs("gap", far.audience().gapMs(acquainted), WIDE_LATENCY_MS);
        its.atMostMs("latency", far.audience().latencyMs(acquainted), WIDE_LATENCY_MS);
        its.exactly(Disturbance.LOST.text(), far.audience().count(Disturbance.LOST, window), 0);
        List.of(first, next, far).forEach(Viewers::leave);
    }

    private static double connectMs(InetSocketAddress address) {
        long start = System.nanoTime();
        try (var socket = new Socket()) {
            socket.connect(address);
            return (double) (System.nanoTime() - start) / TimeUnit.MILLISECONDS.toNanos(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
