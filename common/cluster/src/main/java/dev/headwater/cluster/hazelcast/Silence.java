package dev.headwater.cluster.hazelcast;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when this member has heard nothing of a record, by its own monotonic clock. Thread-safe. Bounded to
 * {@value #MAX_KEYS} keys; of one above that the clock does not run, so that its record ends by Hazelcast's hand.
 */
final class Silence {
    static final int MAX_KEYS = 100_000;

    private final long lifeNanos;
    private final ConcurrentHashMap<String, Long> heardNanos = new ConcurrentHashMap<>();
    private volatile long listenedNanos;

    /** @param life how long a record may be silent */
    Silence(Duration life, long nowNanos) {
        this.lifeNanos = life.toNanos();
        this.listenedNanos = nowNanos;
    }

    void heard(String key, long nowNanos) {
        if (heardNanos.size() < MAX_KEYS || heardNanos.containsKey(key)) {
            heardNanos.put(key, nowNanos);
        }
    }

    void forget(String key) {
        heardNanos.remove(key);
    }

    /**
     * This member is awake: call it several times in a record's life. After a gap of half a life the silence was this
     * member's own, and all clocks begin anew.
     */
    void listening(long nowNanos) {
        if (nowNanos - listenedNanos > lifeNanos / 2) {
            heardNanos.replaceAll((_, _) -> nowNanos);
        }
        listenedNanos = nowNanos;
        // Those of other members, whose end was not heard.
        heardNanos.values().removeIf(heard -> nowNanos - heard > 4 * lifeNanos);
    }

    /** How long {@code key} has been silent; empty if it was never heard of. */
    Optional<Duration> of(String key, long nowNanos) {
        return Optional.ofNullable(heardNanos.get(key)).map(heard -> Duration.ofNanos(nowNanos - heard));
    }

    /** Whether {@code key} was silent for a life. The clock of a key that was never heard of begins now. */
    boolean isOver(String key, long nowNanos) {
        Long heard = heardNanos.get(key);
        if (heard == null) {
            heard(key, nowNanos);
        }
        return heard != null && nowNanos - heard >= lifeNanos;
    }
}
