package dev.headwater.server.rtmp;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** How many connections a port may have at once ({@code rtmp.max-connections}). Thread-safe. */
public final class ConnectionBudget {
    private final IntSupplier limit;
    private final AtomicInteger taken = new AtomicInteger();

    /** @param limit asked for each connection */
    public ConnectionBudget(IntSupplier limit) {
        this.limit = limit;
    }

    boolean take() {
        if (taken.incrementAndGet() > limit.getAsInt()) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    void give() {
        taken.decrementAndGet();
    }
}
