package dev.headwater.media.hub;

import org.jspecify.annotations.Nullable;

/**
 * How far a player's connection is behind. Counts in the connection's own measure of pending bytes, which may have an overhead
 * per write in it (Netty's has 96 bytes), or small writes would look twice as old as they are. Confined to the player's loop.
 */
final class QueueGauge {
    /** The part of the bound that is for the way behind the kernel, and as much as ages are inexact. */
    private static final int WAY = 4;

    /** What is foreseen counts once this part of the bound has been waited: a connection may falter for a moment. */
    private static final int LATE = 4;

    private final long queueNanos;
    private final int queueBytes;
    private final long stuckNanos;
    private final QueueAge age;
    private final DrainPace pace;

    private long entered;
    private long lastPending;
    private long progressNanos;

    // ---- what a joining player got at once, and how much of the stream it spans ----
    private long burstEnd;
    private long burstNanos;

    QueueGauge(HubSettings settings) {
        this.queueNanos = settings.queueDuration().toNanos();
        this.queueBytes = settings.queueBytes();
        this.stuckNanos = settings.stuckAfter().toNanos();
        this.age = new QueueAge(queueNanos);
        this.pace = new DrainPace(queueNanos * 5 / 16, queueNanos * 5 / 8);
    }

    void start(long now) {
        progressNanos = now;
    }

    /**
     * What was written so far is a burst. Who takes the stream at its own pace has it after {@code spanNanos}: until it has left,
     * no bound is shorter than that.
     */
    void burst(long spanNanos) {
        burstEnd = entered;
        burstNanos = spanNanos;
    }

    /**
     * Notes a write.
     *
     * @param before pending bytes before it
     * @param after pending bytes after it; no more than before if the connection has another queue in front
     */
    void wrote(long before, long after, long bytes, long now) {
        long grown = Math.max(after - before, bytes);
        entered += grown;
        lastPending = before + grown;
        age.wrote(entered, now);
    }

    /** True if nothing has left for too long. Judged by what left between two calls, because others write as well. */
    boolean isStuck(long pending, long now) {
        if (pending == 0 || pending < lastPending) {
            progressNanos = now;
        }
        lastPending = pending;
        return now - progressNanos >= stuckNanos;
    }

    /**
     * The bound by which the player is behind, or would be with the next batch, if any: by how long the oldest byte has waited, or
     * how long the next one would if the queue goes on leaving as it does. An empty queue takes any batch.
     *
     * @param inKernel bytes in front of the queue that have not reached the peer
     */
    @Nullable
    SlowReason over(long pending, long inKernel, int batchBytes, long now) {
        long behindNanos = behindNanos(pending, inKernel, now);
        if (pending == 0) {
            burstNanos = 0;
            return null;
        }
        long burstLeft = Math.max(0, burstEnd - (entered - pending));
        if (pending + batchBytes > queueBytes + burstLeft) {
            return SlowReason.QUEUE_BYTES;
        }
        if (burstLeft == 0 && behindNanos <= queueNanos) {
            burstNanos = 0; // it has caught up
        }
        long boundNanos = Math.max(queueNanos, burstNanos + queueNanos / WAY);
        return behindNanos > boundNanos ? SlowReason.QUEUE_DURATION : null;
    }

    /** How long the oldest byte has waited, exact to an eighth of the bound; 0 if none waits. */
    long ageNanos(long pending, long now) {
        return pending == 0 ? 0 : age.nanos(entered - pending, now);
    }

    /** Whether a player that was behind may go on. */
    boolean isShort(long pending, long inKernel, long now) {
        return pending <= queueBytes / 2 && behindNanos(pending, inKernel, now) <= queueNanos / 2;
    }

    private long behindNanos(long pending, long inKernel, long now) {
        long drained = entered - pending;
        if (pending == 0) {
            pace.idle();
            age.idle();
            return 0;
        }
        long aheadNanos = pace.nanosFor(pending + inKernel, drained - inKernel, now) + queueNanos / WAY;
        long ageNanos = age.nanos(drained, now);
        return ageNanos < queueNanos / LATE ? ageNanos : Math.max(ageNanos, aheadNanos);
    }
}
