package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogCaptureTest {
    private final org.slf4j.Logger log = LoggerFactory.getLogger(LogCaptureTest.class);

    @Test
    void keepsWhatWasLoggedWhileItWasOpen() {
        log.warn("before");
        try (var capture = LogCapture.of("dev.headwater")) {
            log.warn("closed peer={}", "10.0.0.1");
            log.error("our fault", new IllegalStateException("planted"));

            assertThat(capture.warnings()).containsExactly("closed peer=10.0.0.1");
            assertThat(capture.errors()).containsExactly("our fault");
            assertThat(capture.lines()).containsExactly("WARN closed peer=10.0.0.1", "ERROR our fault");
            assertThat(capture.stackTraces()).isEqualTo(1);
        }
    }
}
