package dev.headwater.server.rtmp;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Leaves bytes in the socket for a while when their peer causes too much work, or lets our answers lie: TCP then slows the peer
 * down. Confined to the connection's event loop.
 */
final class ReadThrottle {
    private static final long UNREAD_ANSWERS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final SocketWriter out;
    private final ReadBudget budget = new ReadBudget(System.nanoTime());
    private @Nullable ScheduledFuture<?> pause;

    ReadThrottle(SocketWriter out) {
        this.out = out;
    }

    /**
     * To be called after each read.
     *
     * @param chunks received so far
     * @param commands received so far
     * @return true if nothing more is read for now
     */
    boolean afterRead(long chunks, long commands) {
        long nanos = budget.charge(chunks, commands, System.nanoTime());
        return nanos > 0 && stop(nanos);
    }

    /** To be called after each flush. True if nothing more is read for now. */
    boolean afterFlush() {
        return !out.answersAreRead() && stop(UNREAD_ANSWERS_NANOS);
    }

    private boolean stop(long nanos) {
        if (pause != null) {
            return false;
        }
        out.channel().config().setAutoRead(false);
        pause = out.loop().schedule(this::goOn, nanos, TimeUnit.NANOSECONDS);
        return true;
    }

    private void goOn() {
        pause = null;
        if (out.answersAreRead()) {
            out.channel().config().setAutoRead(true);
        } else {
            stop(UNREAD_ANSWERS_NANOS);
        }
    }

    /** The connection is over: what still comes is read and thrown away, so that it does not keep the peer from our last words. */
    void close() {
        if (pause != null) {
            pause.cancel(false);
            pause = null;
            if (out.channel().isActive()) {
                out.channel().config().setAutoRead(true);
            }
        }
    }
}
