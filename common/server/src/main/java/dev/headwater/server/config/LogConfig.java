package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The log, on stderr as text or on stdout as JSON. */
@Doc("The log, on stderr as text or on stdout as JSON.")
public interface LogConfig {
    @Doc("Least level that is written; the libraries write from `warn` up whatever it says.")
    @WithDefault("info")
    LogLevel level();

    @Doc("`text` for people, `json` for a collector: one object per line.")
    @WithDefault("text")
    LogFormat format();

    @Doc(
            "How the lines of connect, publish, unpublish, play and stop are written: text in which `$event`, `$protocol`, `$peer`, `$app`, `$stream`, `$id`, `$handshake`, `$epoch`, `$seconds`, `$frames`, `$bytes`, `$dropped`, `$reason` and `$trace` stand for their values, `-` where there is none. Empty: all that there are, as `name=value`.")
    Optional<@WithConverter(AccessFormatConverter.class) AccessFormat> accessFormat();

    /** Levels of the log. */
    enum LogLevel {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** Who reads the log. */
    enum LogFormat {
        TEXT,
        JSON
    }
}
