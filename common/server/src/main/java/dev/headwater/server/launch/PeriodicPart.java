package dev.headwater.server.launch;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/** Something that a node does again and again while it runs. */
public final class PeriodicPart implements Part {
    private final String name;
    private final Vertx vertx;
    private final Duration interval;
    private final Supplier<? extends Future<?>> work;
    private final Supplier<? extends Future<?>> drain;
    private final Supplier<? extends Future<?>> undo;
    private volatile long timer = -1;

    /** One that leaves nothing behind to undo. */
    public PeriodicPart(String name, Vertx vertx, Duration interval, Supplier<? extends Future<?>> work) {
        this(name, vertx, interval, work, Future::succeededFuture);
    }

    /** One that goes on as before while the node drains. */
    public PeriodicPart(
            String name,
            Vertx vertx,
            Duration interval,
            Supplier<? extends Future<?>> work,
            Supplier<? extends Future<?>> undo) {
        this(name, vertx, interval, work, Future::succeededFuture, undo);
    }

    /**
     * @param work called at the start and every {@code interval} after it; the next call does not wait for this one's end
     * @param drain called when the node begins to drain; the work goes on
     * @param undo called at the stop, after the last turn
     */
    public PeriodicPart(
            String name,
            Vertx vertx,
            Duration interval,
            Supplier<? extends Future<?>> work,
            Supplier<? extends Future<?>> drain,
            Supplier<? extends Future<?>> undo) {
        this.name = name;
        this.vertx = vertx;
        this.interval = interval;
        this.work = work;
        this.drain = drain;
        this.undo = undo;
    }

    @Override
    public String name() {
        return name;
    }

    /** Does not fail with its first work: a cluster that is not there yet may come. */
    @Override
    public Future<?> start() {
        timer = vertx.setPeriodic(interval.toMillis(), tick -> once());
        return once();
    }

    /** A failure is the work's own to report; the next turn comes. */
    private Future<?> once() {
        return work.get().otherwiseEmpty();
    }

    @Override
    public Future<?> drain(Duration limit) {
        return drain.get();
    }

    @Override
    public Future<?> stop() {
        vertx.cancelTimer(timer);
        return undo.get();
    }
}
