package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The memory that the process holds, as the kernel counts it, under the name that Prometheus's own clients give it. Only on
 * Linux; thread-safe.
 */
final class ResidentMemory implements MeterBinder {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final double BYTES_PER_KIB = 1024;

    @Override
    public void bindTo(MeterRegistry registry) {
        if (Files.isReadable(STATUS)) {
            Gauge.builder("process.resident.memory", ResidentMemory::bytes)
                    .description("Memory that the process holds, as the kernel counts it")
                    .baseUnit("bytes")
                    .register(registry);
        }
    }

    static double bytes() {
        try (var lines = Files.lines(STATUS)) {
            return lines.map(RESIDENT::matcher)
                    .filter(line -> line.matches())
                    .mapToDouble(line -> Double.parseDouble(line.group(1)) * BYTES_PER_KIB)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
