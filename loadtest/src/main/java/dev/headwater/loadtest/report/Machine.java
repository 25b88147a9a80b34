package dev.headwater.loadtest.report;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Where a load test ran, since no figure means anything without it. */
public record Machine(int cores, long memoryBytes, String system, String java) {
    /** This one. */
    public static Machine current() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize(),
                "%s %s %s".formatted(system.getName(), system.getVersion(), system.getArch()),
                "%s (%s)".formatted(Runtime.version(), System.getProperty("java.vendor")));
    }
}
