package dev.headwater.server.rtmp;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Lines that a peer can cause: at most {@value #LINES_PER_SECOND} a second on the node, the rest are counted. Thread-safe. */
final class RejectionLog {
    private static final int LINES_PER_SECOND = 20;
    private static final AtomicLong WINDOW = new AtomicLong();
    private static final AtomicLong SUPPRESSED = new AtomicLong();

    private RejectionLog() {}

    static void warn(Logger log, String format, Object... arguments) {
        // the window holds the second in its upper bits and the lines of that second in the lower ones
        long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()) << 16;
        long window =
                WINDOW.updateAndGet(w -> (w & ~0xffffL) == second ? Math.min(w + 1, second | 0xffff) : second | 1);
        if ((window & 0xffff) > LINES_PER_SECOND) {
            SUPPRESSED.incrementAndGet();
            return;
        }
        long suppressed = SUPPRESSED.getAndSet(0);
        if (suppressed > 0) {
            log.warn("{} more lines like the next were not written", suppressed);
        }
        log.warn(format, arguments);
    }
}
