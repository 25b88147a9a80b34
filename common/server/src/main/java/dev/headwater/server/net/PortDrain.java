package dev.headwater.server.net;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When the clients of a port that is drained are to leave: each at a moment of its own, so that they do not all come back
 * elsewhere in one instant. Immutable.
 *
 * <pre>
 *   0          limit/10       limit/2         3 limit/4        9 limit/10       limit
 *   |-- asked to --|              |-- publishers --|                 |             |
 *       move, if they can             are let go at                  all of them   whoever is left
 *                                     their next key frame           are           is closed
 * </pre>
 *
 * @param begunNanos by {@link System#nanoTime}; any notice is over
 * @param limit after which the port closes: what the notice leaves of {@code shutdown.drain-timeout}
 */
public record PortDrain(long begunNanos, Duration limit) {
    private static final long LONGEST_SPREAD_NANOS = Duration.ofSeconds(5).toNanos();

    public static PortDrain begin(Duration limit) {
        return new PortDrain(System.nanoTime(), limit);
    }

    /** From now on, until a client is asked to move: the next one draws another. */
    public Duration untilAsked() {
        return until(random(Math.min(limit.toNanos() / 10, LONGEST_SPREAD_NANOS)));
    }

    /** From now on, until a publisher is to leave at its next key frame: the next one draws another. */
    public Duration untilLetGo() {
        return until(limit.toNanos() / 2 + random(limit.toNanos() / 4));
    }

    /** From now on, until a publisher is to leave wherever its stream is. */
    public Duration untilSentAway() {
        return until(limit.toNanos() / 10 * 9);
    }

    private Duration until(long nanosAfterBegin) {
        return Duration.ofNanos(Math.max(0, begunNanos + nanosAfterBegin - System.nanoTime()));
    }

    private static long random(long bound) {
        return ThreadLocalRandom.current().nextLong(bound + 1);
    }
}
