package dev.headwater.server.hooks;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headwater.server.auth.Attempt;
import java.util.Collections;
import java.util.Set;

/**
 * The attempts that a callback was asked about and let in, until they begin or are turned away: the callback need not be told of the
 * begin, and must be told if there will be none. An attempt that nothing else holds is forgotten. Thread-safe.
 */
final class Asked {
    private final Set<Attempt.Ticket> tickets = Collections.newSetFromMap(
            Caffeine.newBuilder().weakKeys().<Attempt.Ticket, Boolean>build().asMap());

    void add(Attempt attempt) {
        tickets.add(attempt.ticket());
    }

    /** Whether the attempt was there. */
    boolean remove(Attempt attempt) {
        return tickets.remove(attempt.ticket());
    }
}
