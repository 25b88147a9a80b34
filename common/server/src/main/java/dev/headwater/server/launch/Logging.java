package dev.headwater.server.launch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.headwater.server.config.LogConfig;
import dev.headwater.server.config.LogConfig.LogFormat;
import dev.headwater.server.log.AccessLog;
import dev.headwater.server.log.LogLevels;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.LoggerFactory;

/** The log of the process as the configuration wants it. Until then, logback.xml rules: text, from INFO up. */
final class Logging {
    private static final String OURS = "dev.headwater";

    private static final AtomicReference<LogFormat> format = new AtomicReference<>();

    private Logging() {}

    /** May be called again: lines that are written meanwhile may be lost if the format is another one. */
    static void apply(LogConfig config) {
        if (format.getAndSet(config.format()) != config.format()) {
            switch (config.format()) {
                case TEXT -> load("logback.xml");
                case JSON -> load("logback-json.xml");
            }
        }
        AccessLog.use(config);
        LogLevels.configure(OURS, config.level().name());
    }

    /** Writes what is still on its way. Nothing is logged after it. */
    static void close() {
        context().stop();
    }

    private static void load(String resource) {
        var context = context();
        var levels = new HashMap<Logger, Level>();
        context.getLoggerList().forEach(logger -> levels.put(logger, logger.getLevel()));
        context.reset();
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        var file = Optional.ofNullable(Logging.class.getClassLoader().getResource(resource))
                .orElseThrow(() -> new IllegalStateException(resource + " is not on the class path"));
        try {
            configurator.doConfigure(file);
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
        levels.forEach(Logger::setLevel);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
