package dev.headwater.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MetricsRegistryTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void theKernelsCountOfMemoryIsAmongThem() {
        try (var registry = new MetricsRegistry()) {
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            assertThat(registry.scrape().lines())
                    .filteredOn(line -> line.startsWith("process_resident_memory_bytes "))
                    .singleElement()
                    .extracting(line -> Double.valueOf(line.split(" ", -1)[1]))
                    .satisfies(bytes -> assertThat(bytes).isBetween(heap / 2.0, 64e9));
        }
    }

    @Test
    void cpuTimeIsAmongThem() {
        try (var registry = new MetricsRegistry()) {
            assertThat(registry.scrape()).contains("\nprocess_cpu_time_ns_total ");
        }
    }
}
