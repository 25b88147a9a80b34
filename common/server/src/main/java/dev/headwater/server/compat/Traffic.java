package dev.headwater.server.compat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * Media that clients brought and were sent.
 *
 * @param received in bytes
 * @param receivedBitsPerSecond the mean of each client since it came, added up
 */
record Traffic(long received, long sent, double receivedBitsPerSecond, double sentBitsPerSecond) {
    private static final int BITS = 8;

    /** Somebody who has just come is not divided by nothing. */
    private static final double SHORTEST_SECONDS = 1;

    static Traffic of(List<Client> clients, Instant now) {
        return of(clients, use -> true, now);
    }

    static Traffic of(List<Client> clients, Predicate<Client.Use> counted, Instant now) {
        long received = 0;
        long sent = 0;
        double receivedRate = 0;
        double sentRate = 0;
        for (Client client : clients) {
            for (Client.Use use : client.uses().stream().filter(counted).toList()) {
                double seconds = Duration.between(use.since(), now).toMillis() / 1000.0;
                double rate = use.bytes() * BITS / Math.max(seconds, SHORTEST_SECONDS);
                if (use.publishes()) {
                    received += use.bytes();
                    receivedRate += rate;
                } else {
                    sent += use.bytes();
                    sentRate += rate;
                }
            }
        }
        return new Traffic(received, sent, receivedRate, sentRate);
    }
}
