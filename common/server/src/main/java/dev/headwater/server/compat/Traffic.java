package dev.headwater.server.compat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Media that came and went.
 *
 * @param received in bytes
 */
record Traffic(long received, long sent, double receivedBitsPerSecond, double sentBitsPerSecond) {
    static final Traffic NONE = new Traffic(0, 0, 0, 0);

    private static final int BITS = 8;
    private static final double MILLIS = 1_000;

    /** Somebody who has just come is not divided by nothing. */
    private static final double SHORTEST_SECONDS = 1;

    /** Of one client, by the mean of all that it does since it began. */
    static Traffic of(Client client, Instant now) {
        return client.uses().stream().map(use -> of(use, now)).reduce(NONE, Traffic::plus);
    }

    private static Traffic of(Client.Use use, Instant now) {
        double seconds = Duration.between(use.since(), now).toMillis() / MILLIS;
        double rate = use.bytes() * BITS / Math.max(seconds, SHORTEST_SECONDS);
        return use.publishes() ? new Traffic(use.bytes(), 0, rate, 0) : new Traffic(0, use.bytes(), 0, rate);
    }

    static Traffic of(List<StreamSummary> streams) {
        return streams.stream().map(StreamSummary::traffic).reduce(NONE, Traffic::plus);
    }

    Traffic plus(Traffic other) {
        return new Traffic(
                received + other.received,
                sent + other.sent,
                receivedBitsPerSecond + other.receivedBitsPerSecond,
                sentBitsPerSecond + other.sentBitsPerSecond);
    }

    /** At these rates. */
    Traffic withTotals(long receivedInAll, long sentInAll) {
        return new Traffic(receivedInAll, sentInAll, receivedBitsPerSecond, sentBitsPerSecond);
    }
}
