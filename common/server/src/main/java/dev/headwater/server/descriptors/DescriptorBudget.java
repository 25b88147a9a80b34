package dev.headwater.server.descriptors;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the ports for clients may keep a connection that one of them accepted: not one of the last {@code descriptors.reserve} file descriptors of the
 * process, which the management port, other nodes and files want. Without a reserve a crowd takes them all; then nobody gets
 * in, and nobody can ask the node what is wrong.
 *
 * <p>The kernel is asked when somebody comes and the last answer is older than a quarter of a second, and while there is
 * nothing left; in between, what was taken is subtracted. Thread-safe.
 */
public final class DescriptorBudget {
    private static final Logger LOG = LoggerFactory.getLogger(DescriptorBudget.class);
    private static final long LOOK_AGAIN_MS = 250;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MS);

    private final Vertx vertx;
    private final Supplier<DescriptorCount> kernel;
    private final int reserve;
    private final AtomicLong left = new AtomicLong();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean isShort = new AtomicBoolean();
    private volatile long lookedNanos;

    /** One for all ports that share the reserve: each would hand out the same descriptors. */
    public DescriptorBudget(Vertx vertx, int reserve) {
        this(vertx, reserve, DescriptorCount::now);
    }

    DescriptorBudget(Vertx vertx, int reserve, Supplier<DescriptorCount> kernel) {
        this.vertx = vertx;
        this.reserve = reserve;
        this.kernel = kernel;
        looked(kernel.get()); // before the port is open: few descriptors, and no event loop waits
    }

    /** Takes one, for the connection that was just accepted. False: close it. Never blocks. */
    public boolean take() {
        boolean enough = left.decrementAndGet() >= 0;
        if (System.nanoTime() - lookedNanos > LOOK_AGAIN_NANOS) {
            look();
        }
        return enough;
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            var _ = vertx.executeBlocking(kernel::get, false)
                    .onSuccess(this::looked)
                    .onFailure(none -> left.set(0)) // not even one was left to look with
                    .onComplete(done -> {
                        lookedNanos = System.nanoTime();
                        looking.set(false);
                        if (left.get() <= 0) {
                            vertx.setTimer(LOOK_AGAIN_MS, timer -> look());
                        }
                    });
        }
    }

    private void looked(DescriptorCount count) {
        long free = count.limit() - count.open() - reserve;
        left.set(free);
        lookedNanos = System.nanoTime();
        if (isShort.compareAndSet(free > 0, free <= 0)) {
            tell(count, free <= 0);
        }
    }

    private void tell(DescriptorCount count, boolean few) {
        if (few) {
            LOG.warn(
                    "whoever comes is closed: {} of {} file descriptors (ulimit -n) are open, and"
                            + " descriptors.reserve={} are kept",
                    count.open(),
                    count.limit(),
                    reserve);
        } else {
            LOG.info("clients are taken again: {} of {} file descriptors are open", count.open(), count.limit());
        }
    }
}
