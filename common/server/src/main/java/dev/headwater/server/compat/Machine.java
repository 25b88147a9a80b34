package dev.headwater.server.compat;

import com.sun.management.OperatingSystemMXBean;
import dev.headwater.server.metrics.NodeMetrics;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * This node's process and machine as SRS describes its own. What we do not know is 0: disks, and what is no connection of RTMP. Sizes are
 * KiB or bytes as the names say, shares of 1, times seconds. Thread-safe; {@link #summary} reads files of the kernel: not for an event loop.
 *
 * @param versionText such as {@code 1.2.0}
 */
record Machine(String versionText, NodeMetrics metrics) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final RuntimeMXBean PROCESS = ManagementFactory.getRuntimeMXBean();
    private static final double KIB = 1_024;
    private static final double MILLIS = 1_000;
    private static final int PARTS = 3;

    long processId() {
        return PROCESS.getPid();
    }

    long uptimeSeconds() {
        return TimeUnit.MILLISECONDS.toSeconds(PROCESS.getUptime());
    }

    /** Connections since the start. */
    long acceptedConnections() {
        return (long) (metrics.rtmp.acceptedConnections.count() + metrics.relay.acceptedConnections.count());
    }

    JsonObject version() {
        int[] parts = Arrays.copyOf(
                Arrays.stream(versionText.split("\\D+"))
                        .filter(part -> !part.isEmpty())
                        .limit(PARTS)
                        .mapToInt(Integer::parseInt)
                        .toArray(),
                PARTS);
        return new JsonObject()
                .put("major", parts[0])
                .put("minor", parts[1])
                .put("revision", parts[2])
                .put("version", versionText);
    }

    JsonObject summary(Instant now) {
        return new JsonObject()
                .put("ok", true)
                .put("now_ms", now.toEpochMilli())
                .put("self", self())
                .put("system", system(now));
    }

    private JsonObject self() {
        double resident = KernelFigures.residentKib();
        return new JsonObject()
                .put("version", versionText)
                .put("pid", processId())
                .put(
                        "ppid",
                        ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L))
                .put("argv", "headwater")
                .put("cwd", "")
                .put("mem_kbyte", resident)
                .put("mem_percent", resident * KIB / SYSTEM.getTotalMemorySize())
                .put("cpu_percent", share(SYSTEM.getProcessCpuLoad()))
                .put("srs_uptime", PROCESS.getUptime() / MILLIS);
    }

    private JsonObject system(Instant now) {
        double[] load = KernelFigures.load();
        long[] network = KernelFigures.network();
        return new JsonObject()
                .put("cpu_percent", share(SYSTEM.getCpuLoad()))
                .put("disk_read_KBps", 0)
                .put("disk_write_KBps", 0)
                .put("disk_busy_percent", 0)
                .put("mem_ram_kbyte", SYSTEM.getTotalMemorySize() / KIB)
                .put("mem_ram_percent", used(SYSTEM.getFreeMemorySize(), SYSTEM.getTotalMemorySize()))
                .put("mem_swap_kbyte", SYSTEM.getTotalSwapSpaceSize() / KIB)
                .put("mem_swap_percent", used(SYSTEM.getFreeSwapSpaceSize(), SYSTEM.getTotalSwapSpaceSize()))
                .put("cpus", SYSTEM.getAvailableProcessors())
                .put("cpus_online", SYSTEM.getAvailableProcessors())
                .put("uptime", KernelFigures.uptimeSeconds())
                .put("ilde_time", KernelFigures.idleSeconds()) // the name that SRS has it under
                .put("load_1m", load[0])
                .put("load_5m", load[1])
                .put("load_15m", load[2])
                .put("net_sample_time", now.toEpochMilli())
                .put("net_recv_bytes", network[0])
                .put("net_send_bytes", network[1])
                .put("net_recvi_bytes", 0)
                .put("net_sendi_bytes", 0)
                .put("srs_sample_time", now.toEpochMilli())
                .put("srs_recv_bytes", (long)
                        (metrics.rtmp.receivedBytes.count() + metrics.relay.receivedBytes.count()))
                .put("srs_send_bytes", (long)
                        (metrics.rtmp.sentBytes() + metrics.relay.sentBytes() + metrics.http.sentBytes()))
                .put("conn_sys", 0)
                .put("conn_sys_et", 0)
                .put("conn_sys_tw", 0)
                .put("conn_sys_udp", 0)
                .put("conn_srs", metrics.rtmp.connections.value() + metrics.relay.connections.value());
    }

    /** The JVM says something below 0 until it knows. */
    private static double share(double load) {
        return Math.max(load, 0);
    }

    private static double used(long free, long total) {
        return total == 0 ? 0 : 1 - (double) free / total;
    }
}
