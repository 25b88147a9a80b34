package dev.headwater.loadtest.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** CPU time of this process. Confined to its user. */
final class ProcessCpu {
    private static final double NANOS_PER_SECOND = 1e9;

    private long lastNanos = total();

    /** Seconds of all cores since the last call. */
    double sinceLast() {
        long now = total();
        double seconds = (now - lastNanos) / NANOS_PER_SECOND;
        lastNanos = now;
        return seconds;
    }

    private static long total() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Math.max(system.getProcessCpuTime(), 0)
                : 0;
    }
}
