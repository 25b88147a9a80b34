package dev.headwater.cluster.hazelcast;

import com.hazelcast.internal.util.Clock;
import com.hazelcast.internal.util.ClockProperties;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time of day that Hazelcast goes by: the machine's at the start of the process, and from then on what has passed since. Its
 * own follows the machine's at each step: after one of a few seconds ahead a member takes all heartbeats for too old and splits
 * off, and after one of a minute what others announced has run out. Thread-safe.
 */
public final class SteadyClock extends Clock.ClockImpl {
    private final long startMs;
    private final long startNanos;
    private final LongSupplier nanoTime;

    /** Hazelcast calls it, by name. */
    public SteadyClock() {
        this(InstantSource.system(), System::nanoTime);
    }

    /** @param nanoTime a monotonic clock in nanoseconds, as {@link System#nanoTime} */
    SteadyClock(InstantSource timeOfDay, LongSupplier nanoTime) {
        this.startMs = timeOfDay.millis();
        this.startNanos = nanoTime.getAsLong();
        this.nanoTime = nanoTime;
    }

    /** To be called before Hazelcast looks at its clock for the first time in this process; later it has no effect. */
    static void use() {
        System.setProperty(ClockProperties.HAZELCAST_CLOCK_IMPL, SteadyClock.class.getName());
    }

    @Override
    protected long currentTimeMillis() {
        return startMs + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNanos);
    }
}
