package dev.headwater.server.record;

import java.util.concurrent.atomic.AtomicInteger;

/** How many streams the node records. Thread-safe. */
final class RecordingLimiter {
    private final AtomicInteger taken = new AtomicInteger();

    /** @return whether there was a place, which is to be released again */
    boolean acquire(int most) {
        return taken.getAndUpdate(now -> now < most ? now + 1 : now) < most;
    }

    void release() {
        taken.decrementAndGet();
    }

    int taken() {
        return taken.get();
    }
}
