package dev.headwater.server.descriptors;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The file descriptors of this process.
 *
 * @param open sockets and files, now
 * @param limit how many it may have, which another process can change ({@code ulimit -n}, prlimit(1))
 */
public record DescriptorCount(long open, long limit) {
    /** Where a process knows no such limit. */
    static final DescriptorCount UNLIMITED = new DescriptorCount(0, Long.MAX_VALUE);

    /**
     * Asks the kernel: a microsecond for each descriptor that is open, so it blocks.
     *
     * @throws InternalError if there is none left to ask with
     */
    static DescriptorCount now() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? new DescriptorCount(system.getOpenFileDescriptorCount(), system.getMaxFileDescriptorCount())
                : UNLIMITED;
    }
}
