package dev.headwater.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.LogCapture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RejectionLogTest {
    private static final int LINES = 2_000;

    /** Else lines of the next test are counted with these. */
    @AfterEach
    void letTheFloodPass() {
        var logger = LoggerFactory.getLogger(RejectionLogTest.class);
        try (var log = LogCapture.of(RejectionLogTest.class)) {
            await().until(() -> {
                RejectionLog.warn(logger, "over");
                RejectionLog.error(logger, "over");
                return log.warnings().contains("over") && log.errors().contains("over");
            });
        }
    }

    @Test
    void floodOfFaultsOfOursIsCutTooButNotByThoseOfPeers() {
        var logger = LoggerFactory.getLogger("dev.headwater.faults");
        var cause = new IllegalStateException("for a test");
        long start = System.nanoTime();
        try (var log = LogCapture.of("dev.headwater.faults")) {
            for (int i = 0; i < LINES; i++) {
                RejectionLog.warn(logger, "closed peer={}", "somebody");
            }
            for (int i = 0; i < LINES; i++) {
                RejectionLog.error(logger, "publish of {} failed", "live/one", cause);
            }
            long seconds = 2 + (System.nanoTime() - start) / 1_000_000_000;
            assertThat(log.errors())
                    .filteredOn("publish of live/one failed"::equals)
                    .hasSizeBetween(1, 20 * (int) seconds);
            assertThat(log.stackTraces()).isPositive();
        }
    }

    @Test
    void floodOfLinesIsCutAndTheRestIsCounted() {
        var logger = LoggerFactory.getLogger(RejectionLogTest.class);
        long start = System.nanoTime();
        try (var log = LogCapture.of(RejectionLogTest.class)) {
            try (var threads = Executors.newFixedThreadPool(4)) {
                for (int i = 0; i < LINES; i++) {
                    threads.execute(() -> RejectionLog.warn(logger, "closed peer={}", "somebody"));
                }
            }
            long seconds = 2 + (System.nanoTime() - start) / 1_000_000_000;
            assertThat(log.warnings())
                    .filteredOn("closed peer=somebody"::equals)
                    .hasSizeBetween(0, 20 * (int) seconds);
            await().until(() -> {
                RejectionLog.warn(logger, "one more");
                return log.warnings().contains("one more");
            });
            int told = log.warnings().stream()
                    .filter(line -> line.endsWith(" more lines like the next were not written"))
                    .mapToInt(line -> Integer.parseInt(line.substring(0, line.indexOf(' '))))
                    .sum();
            int written = (int) log.warnings().stream()
                    .filter("closed peer=somebody"::equals)
                    .count();
            assertThat(written + told).isGreaterThanOrEqualTo(LINES);
        }
    }
}
