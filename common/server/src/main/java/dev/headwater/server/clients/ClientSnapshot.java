package dev.headwater.server.clients;

import dev.headwater.server.role.Protocol;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * One client that is connected or has a session, as it was when its loop was asked.
 *
 * @param number unique on the node, and above those of its earlier runs; the later a client came, the higher
 * @param peer the client's address
 * @param protocol what it speaks
 * @param software its program, as it says, cut if that is long; empty if it has not said anything
 * @param since when it connected, to the millisecond; for people
 * @param slowed whether it was ever read more slowly than it sent
 * @param uses what it does; empty while it is idle
 */
public record ClientSnapshot(
        long number,
        Protocol protocol,
        String peer,
        String software,
        Instant since,
        boolean slowed,
        List<ClientUse> uses) {
    private static final int MAX_SOFTWARE = 128;

    public ClientSnapshot {
        software = software.substring(0, Math.min(software.length(), MAX_SOFTWARE));
        since = since.truncatedTo(ChronoUnit.MILLIS);
        uses = List.copyOf(uses);
    }
}
