package dev.headwater.server.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Lines that a peer can cause: of faults of theirs and of faults of ours each at most {@value #LINES_PER_SECOND} a second on
 * the node, the rest are counted. Thread-safe.
 */
public final class RejectionLog {
    private static final int LINES_PER_SECOND = 20;
    private static final RejectionLog THEIRS = new RejectionLog(Level.WARN);
    private static final RejectionLog OURS = new RejectionLog(Level.ERROR);

    private final Level level;
    private final AtomicLong window = new AtomicLong();
    private final AtomicLong suppressed = new AtomicLong();

    private RejectionLog(Level level) {
        this.level = level;
    }

    /** The peer's fault. */
    public static void warn(Logger log, String format, Object... arguments) {
        THEIRS.write(log, format, arguments);
    }

    /** Our fault; the last argument is the cause, whose stack is written. */
    public static void error(Logger log, String format, Object... arguments) {
        OURS.write(log, format, arguments);
    }

    private void write(Logger log, String format, Object[] arguments) {
        // the window holds the second in its upper bits and the lines of that second in the lower ones
        long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()) << 16;
        long line = window.updateAndGet(w -> (w & ~0xffffL) == second ? Math.min(w + 1, second | 0xffff) : second | 1);
        if ((line & 0xffff) > LINES_PER_SECOND) {
            suppressed.incrementAndGet();
            return;
        }
        long missing = suppressed.getAndSet(0);
        if (missing > 0) {
            log.atLevel(level).log("{} more lines like the next were not written", missing);
        }
        log.atLevel(level).log(format, arguments);
    }
}
