package dev.headwater.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.log.LogLevels;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static final String OURS = "dev.headwater";

    private final Vertx vertx = Vertx.vertx();
    private final LogLevels levels = new LogLevels(vertx);

    @AfterEach
    void stop() {
        levels.set(OURS, "info", Optional.empty());
        configure("log.format=text");
        vertx.close().await();
    }

    private static void configure(String... settings) {
        Logging.apply(ConfigLoader.of(settings).log());
    }

    @Test
    void levelThatIsSetForAWhileOutlivesAReloadOfLevelAndFormat() {
        configure("log.level=info", "log.format=text");
        levels.set(OURS, "trace", Optional.of(Duration.ofHours(1)));
        configure("log.level=warn", "log.format=json");
        assertThat(LoggerFactory.getLogger(OURS).isTraceEnabled()).isTrue();
    }
}
