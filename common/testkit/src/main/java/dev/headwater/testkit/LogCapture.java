package dev.headwater.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The log lines written under one logger name while it is open, the rest of the log undisturbed. Thread-safe. */
public final class LogCapture implements AutoCloseable {
    private final Logger logger;
    private final Memory memory = new Memory();

    private LogCapture(Logger logger) {
        this.logger = logger;
        memory.setContext(logger.getLoggerContext());
        memory.start();
        logger.addAppender(memory);
    }

    /** Lines of {@code type}'s logger. */
    public static LogCapture of(Class<?> type) {
        return of(type.getName());
    }

    /** Lines of the logger {@code name} and of all below it, for example {@code dev.headwater}. */
    public static LogCapture of(String name) {
        return new LogCapture((Logger) LoggerFactory.getLogger(name));
    }

    /** Every line so far as {@code LEVEL text}. */
    public List<String> lines() {
        return memory.events.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    /** Texts of the WARN lines so far. */
    public List<String> warnings() {
        return at(Level.WARN);
    }

    /** Texts of the ERROR lines so far. */
    public List<String> errors() {
        return at(Level.ERROR);
    }

    /** How many lines came with a stack trace. */
    public long stackTraces() {
        return memory.events.stream()
                .filter(event -> event.getThrowableProxy() != null)
                .count();
    }

    private List<String> at(Level level) {
        return memory.events.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(memory);
        memory.stop();
    }

    private static final class Memory extends AppenderBase<ILoggingEvent> {
        private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    }
}
