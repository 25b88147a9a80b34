package dev.headwater.media.hub;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The source's end of the way to one loop with players: one task per batch, and a bound to what waits for a loop that is late.
 * Over it the loop misses frames until it has caught up and a key frame comes. Confined to the source's loop.
 */
final class LoopFeed {
    private final LoopGroup group;
    private final long boundNanos;
    private final long boundBytes;
    private int members;
    private long handedBytes;
    private long waitingSinceNanos;
    private final Gap gap = new Gap();

    LoopFeed(LoopGroup group, HubSettings settings) {
        this.group = group;
        this.boundNanos = settings.queueDuration().toNanos();
        this.boundBytes = settings.queueBytes();
    }

    EventExecutor loop() {
        return group.loop();
    }

    LoopGroup group() {
        return group;
    }

    /** A player or tap more. */
    void enter() {
        members++;
    }

    /** One less. @return true if nobody is left */
    boolean leave() {
        return --members == 0;
    }

    /** Hands a batch over, or counts it as missed. @return false if the loop has shut down */
    boolean hand(Batch batch) {
        long waitingBytes = handedBytes - group.takenBytes();
        if (waitingBytes == 0) {
            waitingSinceNanos = batch.stampNanos();
        }
        long lateNanos = batch.stampNanos() - Math.max(waitingSinceNanos, group.takenStampNanos());
        boolean isMissed = gap.isOpen()
                ? waitingBytes > boundBytes / 2 || lateNanos > boundNanos / 2 || !batch.canResume()
                : waitingBytes > 0 && (waitingBytes + batch.bytes() > boundBytes || lateNanos > boundNanos);
        if (isMissed) {
            gap.add(batch);
            return true;
        }
        var handed = gap.close(batch);
        handedBytes += handed.bytes();
        return run(() -> group.deliver(handed));
    }

    /** The loop goes on without it, at a key frame. */
    void miss(Batch batch) {
        gap.add(batch);
    }

    /** Runs a task on the loop, at once if this is the one. @return false if the loop has shut down */
    boolean run(Runnable task) {
        return run(group.loop(), task);
    }

    static boolean run(EventExecutor loop, Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return true;
        }
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
