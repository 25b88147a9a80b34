package dev.headwater.server.launch;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when it can serve no socket any more: no direct memory is left, or an event loop has died of that.
 * -XX:+ExitOnOutOfMemoryError knows of the heap alone; without this the node would keep its place in the cluster and lose
 * whoever comes. It looks once a second on a thread of its own, for the event loops may be what is dead. Thread-safe.
 */
final class Vitals implements AutoCloseable {
    /** As the JVM does when the heap is gone. */
    private static final int OUT_OF_MEMORY = 3;

    /** One look alone may see a moment in which much was in flight, or loops that are being closed. */
    private static final int LOOKS = 3;

    /** What some reads of a socket take. */
    private static final int PROBE_BYTES = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Vitals.class);

    private final BooleanSupplier memory;
    private final BooleanSupplier loops;
    private final Runnable end;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("headwater-vitals").factory());
    private int bad;

    private Vitals(BooleanSupplier memory, BooleanSupplier loops, Runnable end) {
        this.memory = memory;
        this.loops = loops;
        this.end = end;
    }

    /**
     * Looks from now on.
     *
     * @param acceptors end only with the node, and serve no connection
     */
    static Vitals watch(EventExecutorGroup loops, EventExecutorGroup acceptors) {
        var vitals = of(
                Vitals::hasDirectMemory,
                () -> serve(loops, acceptors),
                () -> Runtime.getRuntime().halt(OUT_OF_MEMORY));
        var _ = vitals.thread.scheduleWithFixedDelay(vitals::look, 1, 1, TimeUnit.SECONDS);
        return vitals;
    }

    /** Looks when it is told to. */
    static Vitals of(BooleanSupplier memory, BooleanSupplier loops, Runnable end) {
        return new Vitals(memory, loops, end);
    }

    /** On one thread. */
    void look() {
        boolean hasMemory = memory.getAsBoolean();
        boolean serves = loops.getAsBoolean();
        bad = hasMemory && serves ? 0 : bad + 1;
        if (bad == LOOKS) {
            LOG.error(
                    "{}, {} times in {} s: the process ends, for a node that is gone is replaced",
                    serves ? "no direct memory is left for sockets (-XX:MaxDirectMemorySize)" : "an event loop is dead",
                    LOOKS,
                    LOOKS);
            end.run();
        }
    }

    /** Of the machine, or of what the pool keeps: after a peak the pool may have reserved all that there is, and room in it. */
    static boolean hasDirectMemory() {
        return gives(UnpooledByteBufAllocator.DEFAULT) || gives(PooledByteBufAllocator.DEFAULT);
    }

    private static boolean gives(ByteBufAllocator allocator) {
        try {
            return allocator.directBuffer(PROBE_BYTES).release();
        } catch (OutOfMemoryError none) {
            return false;
        }
    }

    /** A loop that has ended by itself; all of them end with the acceptors. */
    static boolean serve(EventExecutorGroup loops, EventExecutorGroup acceptors) {
        return acceptors.isShuttingDown()
                || StreamSupport.stream(loops.spliterator(), false).noneMatch(EventExecutor::isShuttingDown);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
