package dev.headwater.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.headwater.server.config.AccessField;
import dev.headwater.server.config.ConfigLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AccessLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(AccessLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        AccessLog.use(ConfigLoader.of().log());
    }

    private ILoggingEvent written() {
        AccessLog.line("stop", "rtmp", "192.0.2.7:1 via=edge-1", "mwqbowvl").stream("live/sports", "live/sports/show")
                .with(AccessField.REASON, "closed")
                .with(AccessField.EPOCH, 3L)
                .with(AccessField.BYTES, 507L)
                .write();
        return lines.list.getLast();
    }

    @Test
    void withoutAFormatAllThatIsKnownIsToldInOneOrder() {
        assertThat(written().getFormattedMessage())
                .isEqualTo("stop rtmp peer=192.0.2.7:1 via=edge-1 stream=live/sports/show id=mwqbowvl epoch=3 bytes=507"
                        + " reason=closed");
        assertThat(written().getKeyValuePairs()).isNull();
    }

    @Test
    void lineIsAsTheFormatSays() {
        AccessLog.use(ConfigLoader.of("log.access-format=$event [$app] $frames $bytes {$reason}")
                .log());
        assertThat(written().getFormattedMessage()).isEqualTo("stop [live/sports] - 507 {closed}");
    }

    @Test
    void inJsonTheFieldsStandByThemselvesToo() {
        AccessLog.use(ConfigLoader.of("log.format=json").log());
        assertThat(written().getKeyValuePairs())
                .extracting(pair -> pair.key + ":" + pair.value)
                .contains("event:stop", "app:live/sports", "epoch:3", "bytes:507");
    }
}
