package dev.headwater.loadtest.scrape;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** What a report wants to know of a node, and which lines of {@code /metrics} say it. */
public enum NodeFigure {
    /** CPU time that the process has used, in seconds. Grows. */
    CPU_SECONDS,
    /** Memory that the process holds, as the kernel counts it. */
    RESIDENT_BYTES,
    HEAP_BYTES,
    /** Buffers outside of the heap: Netty's, which the JVM does not see, or else what the JVM sees. */
    DIRECT_BYTES,
    /** Players at the public ports; what other nodes pull is not among them. */
    PLAYERS,
    /** Media bytes for players at the public ports. Grows. */
    SENT_BYTES,
    /** Frames that slow players did not get. Grows. */
    DROPPED_FRAMES,
    /** The latest that an event loop was, within the last minutes, in seconds. */
    LOOP_LAG_SECONDS;

    private static final double SECONDS_PER_NANO = 1e-9;

    /** The figure; empty where no line says it. */
    OptionalDouble of(List<MetricLine> lines) {
        return switch (this) {
            case CPU_SECONDS -> {
                var nanos = sum(lines, "process_cpu_time_ns_total");
                yield nanos.isPresent()
                        ? OptionalDouble.of(nanos.getAsDouble() * SECONDS_PER_NANO)
                        : sum(lines, "process_cpu_seconds_total"); // what programs in other languages call it
            }
            case RESIDENT_BYTES -> sum(lines, "process_resident_memory_bytes");
            case HEAP_BYTES -> sum(lines, "jvm_memory_used_bytes", line -> line.has("area", "heap"));
            case DIRECT_BYTES -> {
                var netty = sum(lines, "netty_allocator_memory_used", line -> line.has("memory_type", "direct"));
                yield netty.isPresent()
                        ? netty
                        : sum(lines, "jvm_buffer_memory_used_bytes", line -> line.has("id", "direct"));
            }
            case PLAYERS -> sum(lines, "headwater_players", NodeFigure::isPublic);
            case SENT_BYTES -> sum(lines, "headwater_sent_bytes_total", NodeFigure::isPublic);
            case DROPPED_FRAMES -> sum(lines, "headwater_player_dropped_frames_total");
            case LOOP_LAG_SECONDS -> sum(lines, "headwater_event_loop_lag_seconds_max");
        };
    }

    private static boolean isPublic(MetricLine line) {
        return !line.has("port", "relay");
    }

    private static OptionalDouble sum(List<MetricLine> lines, String metric) {
        return sum(lines, metric, line -> true);
    }

    private static OptionalDouble sum(List<MetricLine> lines, String metric, Predicate<MetricLine> wanted) {
        var values = lines.stream()
                .filter(line -> line.name().equals(metric) && wanted.test(line) && Double.isFinite(line.value()))
                .mapToDouble(MetricLine::value)
                .summaryStatistics();
        return values.getCount() == 0 ? OptionalDouble.empty() : OptionalDouble.of(values.getSum());
    }
}
