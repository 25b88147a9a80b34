package dev.headwater.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogLevelsTest {
    private static final Logger LOG = LoggerFactory.getLogger("test.levels");
    private static final Duration LONG = Duration.ofHours(1);

    private final Vertx vertx = Vertx.vertx();
    private final LogLevels levels = new LogLevels(vertx);

    @AfterEach
    void stop() {
        levels.set("test.levels", "info", Optional.empty());
        vertx.close().await();
    }

    @Test
    void loggerSaysMoreUntilItsTimeIsOver() {
        levels.set("test.levels", "warn", Optional.empty());
        assertThat(LOG.isInfoEnabled()).isFalse();
        var set = levels.set("test.levels", "trace", Optional.of(Duration.ofMillis(50)))
                .orElseThrow();
        assertThat(set.level()).isEqualTo("trace");
        assertThat(set.until().orElseThrow()).isAfter(Instant.now().minusSeconds(1));
        await("it says less again").until(() -> !LOG.isInfoEnabled());
        assertThat(LOG.isWarnEnabled()).isTrue();
    }

    @Test
    void timeThatIsSetAnewReplacesTheOldAndFallsBackToTheBeginning() {
        levels.set("test.levels", "warn", Optional.empty());
        levels.set("test.levels", "debug", Optional.of(LONG));
        levels.set("test.levels", "trace", Optional.of(Duration.ofMillis(20)));
        await("it says less again").until(() -> !LOG.isInfoEnabled());
    }

    @Test
    void changeForAWhileOutlivesAnotherLevelOfTheConfigurationAndFallsBackToThat() {
        levels.set("test.levels", "trace", Optional.of(Duration.ofMillis(200)));
        LogLevels.configure("test.levels", "WARN");
        assertThat(LOG.isTraceEnabled()).isTrue();
        await("it says what the configuration says").until(() -> !LOG.isInfoEnabled());
        assertThat(LOG.isWarnEnabled()).isTrue();
        LogLevels.configure("test.levels", "DEBUG");
        assertThat(LOG.isDebugEnabled()).isTrue();
    }

    @Test
    void levelThatIsSetForGoodStays() {
        levels.set("test.levels", "debug", Optional.of(LONG));
        levels.set("test.levels", "trace", Optional.empty());
        assertThat(levels.list())
                .contains(new LoggerLevel("test.levels", "trace", Optional.empty()))
                .allSatisfy(level -> assertThat(level.until()).isEmpty());
    }

    @Test
    void loggerThatIsNotThereIsNotMade() {
        assertThat(levels.set("test.nobody", "trace", Optional.empty())).isEmpty();
        assertThat(levels.list()).extracting(LoggerLevel::logger).doesNotContain("test.nobody");
    }
}
