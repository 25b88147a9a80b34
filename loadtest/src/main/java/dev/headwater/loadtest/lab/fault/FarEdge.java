package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Encoder;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
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
        double connectMs = connectMs(
                new InetSocketAddress(edge.place().host(), edge.place().ports().rtmp()));
        notes.prove(
                "a connection to the edge takes %.0f ms, packets carried: %d".formatted(connectMs, link.carried()),
                connectMs >= ROUND_TRIP_MS && link.carried() > 0);
        var wanted = scene.further("far-away", List.of(cluster.origins().getFirst()));
        boolean published = Waiting.until(PATIENCE, wanted.encoder()::isPublishing);

        scene.begin();
        var first = scene.viewers(wanted, List.of(edge), 1, Duration.ZERO);
        boolean firstServed = Waiting.until(PATIENCE, () -> first.served() == 1);
        var next = scene.viewers(wanted, List.of(edge), 1, Duration.ZERO);
        boolean nextServed = Waiting.until(PATIENCE, () -> next.served() == 1);
        Waiting.pause(scene.settings().after());

        var window = scene.window();
        notes.exactly("the stream was published and played", published && firstServed && nextServed ? 1 : 0, 1);
        double ownMs = next.audience().firstPictureMs();
        notes.tellMs("first picture of a player that finds the stream there", ownMs);
        notes.atMostMs("what the pull adds for the first", first.audience().firstPictureMs() - ownMs, PULL_LIMIT_MS);
        notes.exactly("packets that the way had no room for", link.dropped(), 0);
        for (var stream : scene.streams()) {
            var here = stream.viewers().audienceAt(0, edges);
            notes.atMostMs("gap of the far players, " + stream.name(), here.gapMs(window), scene.steadyGapMs());
            notes.tellMs("their latency, " + stream.name(), here.latencyMs(window));
        }
        scene.unconcerned("all players", scene.everybody());
        first.leave();
        next.leave();
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
