package dev.headwater.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Changes how much the loggers of this process say, for a while or until it ends; nodes in one process share them. Loggers that there
 * are not are not made. Thread-safe.
 */
public final class LogLevels {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogLevels.class);

    private final Vertx vertx;

    /** Those that fall back, of the process as its loggers are; bounded by them. */
    private static final Map<String, Change> CHANGES = new ConcurrentHashMap<>();

    /** @param before null if it had no level of its own */
    private record Change(@Nullable Level before, Instant until, long timer) {}

    public LogLevels(Vertx vertx) {
        this.vertx = vertx;
    }

    /** What the configuration says of a logger: holds at once, or when a change for a while is over. */
    public static void configure(String name, String level) {
        CHANGES.compute(name, (same, change) -> {
            if (change != null) {
                return new Change(Level.toLevel(level), change.until(), change.timer());
            }
            context().getLogger(name).setLevel(Level.toLevel(level));
            return null;
        });
    }

    /** Every logger that has a level of its own, in the order of their names. */
    public List<LoggerLevel> list() {
        return context().getLoggerList().stream()
                .filter(logger -> logger.getLevel() != null)
                .map(this::level)
                .toList();
    }

    /**
     * Sets a logger's level.
     *
     * @param time after which it has the level again that it had before all changes; empty for good
     * @return empty if there is no such logger
     */
    public Optional<LoggerLevel> set(String name, String level, Optional<Duration> time) {
        var logger = context().exists(name);
        if (logger == null) {
            return Optional.empty();
        }
        CHANGES.compute(name, (same, current) -> {
            if (current != null) {
                vertx.cancelTimer(current.timer());
            }
            var before = current == null ? logger.getLevel() : current.before();
            logger.setLevel(Level.toLevel(level));
            return time.map(lasts -> new Change(
                            before,
                            Instant.now().plus(lasts),
                            vertx.setTimer(lasts.toMillis(), id -> fallBack(name, id))))
                    .orElse(null);
        });
        return Optional.of(level(logger));
    }

    private void fallBack(String name, long timer) {
        CHANGES.computeIfPresent(name, (same, change) -> {
            if (change.timer() != timer) {
                return change; // set anew meanwhile
            }
            context().getLogger(name).setLevel(change.before());
            LOG.info("log level of {} is {} again", name, text(context().getLogger(name)));
            return null;
        });
    }

    private LoggerLevel level(Logger logger) {
        return new LoggerLevel(
                logger.getName(),
                text(logger),
                Optional.ofNullable(CHANGES.get(logger.getName())).map(Change::until));
    }

    private static String text(Logger logger) {
        return logger.getEffectiveLevel().toString().toLowerCase(Locale.ROOT);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
