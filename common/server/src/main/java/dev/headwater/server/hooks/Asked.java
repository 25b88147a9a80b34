package dev.headwater.server.hooks;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headwater.server.auth.Attempt;
import java.util.Collections;
import java.util.Set;

/**
 * Who was let in by a callback that was asked about him, until he begins or goes away: the callback knows of his begin, and waits for
 * his end. Holds nobody whom nothing else holds. Thread-safe.
 */
final class Asked {
    private final Set<Attempt.Self> attempts = Collections.newSetFromMap(Caffeine.newBuilder()
            .weakKeys() // and so by identity: two attempts alike are two
            .<Attempt.Self, Boolean>build()
            .asMap());

    void add(Attempt attempt) {
        attempts.add(attempt.self());
    }

    /** Whether he was there. */
    boolean remove(Attempt attempt) {
        return attempts.remove(attempt.self());
    }
}
