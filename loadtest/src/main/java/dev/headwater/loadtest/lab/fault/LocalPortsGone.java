package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.LocalPorts;
import java.time.Duration;
import java.util.List;

/** The first edge has no port left to connect from; a stream that it does not have yet is asked for. */
final class LocalPortsGone implements Fault {
    private static final Duration LENGTH = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PLAYERS = 2;

    /** Waits of 100 ms that double up to 2 s, or half of that by chance: no more fit into the time. */
    private static final int MOST_ATTEMPTS = 10;

    /** After a second or two, and then after two to four: up to four nodes each time. */
    private static final int MOST_AROUND = 8;

    /** The longest wait between two tries ({@code pull.backoff-max}), and half a second for the pull. */
    private static final double RECOVERED_MS = 2_000 + 500;

    @Override
    public String id() {
        return "F19";
    }

    @Override
    public String title() {
        return "an edge without a port to connect from for 5 s";
    }

    @Override
    public boolean cuts() {
        return true;
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var edge = scene.cluster().edges().getFirst();
        var notes = scene.notes();
        var stream = scene.further("cold", scene.cluster().origins());
        boolean _ = Waiting.until(PATIENCE, stream.encoder()::isPublishing);
        long started = Pulls.startedBy(edge);
        long besides = Pulls.askedBesidesBy(edge);
        long lost = Pulls.lostBy(edge);

        scene.begin();
        var ports = LocalPorts.take(edge.place());
        String range = ports.range();
        var players = scene.viewers(stream, List.of(edge), PLAYERS, Duration.ZERO);
        boolean _ = Waiting.until(PATIENCE, () -> Pulls.lostBy(edge) > lost);
        double failedMs = scene.sinceBeginMs(System.nanoTime());
        Waiting.pause(LENGTH.minusMillis((long) failedMs));
        long attempts = Pulls.startedBy(edge) - started;
        long around = Pulls.askedBesidesBy(edge) - besides;
        long failed = Pulls.lostBy(edge) - lost;
        ports.giveBack();
        long backNanos = System.nanoTime();
        boolean _ = Waiting.until(PATIENCE, () -> players.served() == PLAYERS);
        double recoveredMs = (System.nanoTime() - backNanos) / 1e6;
        Waiting.pause(scene.settings().after());

        notes.prove(
                "ports to connect from: %s, where the edge itself listens".formatted(range),
                range.equals("%1$d %1$d".formatted(edge.place().ports().rtmp())));
        notes.must("its connects failed", failed > 0);
        notes.atMostMs("the first pull failed after", failedMs, 1_000);
        notes.atMost("attempts while there was none", attempts, MOST_ATTEMPTS);
        notes.atMost("attempts to go around the owner meanwhile", around, MOST_AROUND);
        notes.atMostMs("all players have a picture after the release", recoveredMs, RECOVERED_MS);
        scene.unconcerned("the other streams", scene.everybody());
        players.leave();
    }
}
