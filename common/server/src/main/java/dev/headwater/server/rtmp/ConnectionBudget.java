package dev.headwater.server.rtmp;

import java.util.concurrent.atomic.AtomicInteger;

/** How many connections a port may have at once ({@code rtmp.max-connections}). Thread-safe. */
public final class ConnectionBudget {
    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();

    public ConnectionBudget(int limit) {
        this.limit = limit;
    }

    boolean take() {
        if (taken.incrementAndGet() > limit) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    void give() {
        taken.decrementAndGet();
    }
}
