package dev.headwater.server.config;

import io.smallrye.config.WithDefault;

/** The log, on stderr as text or on stdout as JSON. */
@Doc("The log, on stderr as text or on stdout as JSON.")
@Reloadable
public interface LogConfig {
    @Doc("Least level that is written; the libraries write from `warn` up whatever it says.")
    @WithDefault("info")
    LogLevel level();

    @Doc("`text` for people, `json` for a collector: one object per line.")
    @WithDefault("text")
    LogFormat format();

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
