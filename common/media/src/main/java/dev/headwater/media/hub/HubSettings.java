package dev.headwater.media.hub;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Bounds of every stream of a node.
 *
 * @param gopDuration longest group of pictures kept for joining players ({@code gop-cache.max-duration})
 * @param gopBytes largest one, in payload bytes ({@code gop-cache.max-bytes}); asked for each frame, thread-safe
 * @param queueDuration how far a player may fall behind before whole groups are dropped ({@code player.queue-duration})
 * @param queueBytes the same in bytes ({@code player.queue-bytes})
 * @param stuckAfter a player that took nothing for this long is closed ({@code player.stuck-after})
 * @param fanout how frames are gathered, by app; thread-safe
 * @param clock monotonic, nanoseconds
 */
public record HubSettings(
        Duration gopDuration,
        IntSupplier gopBytes,
        Duration queueDuration,
        int queueBytes,
        Duration stuckAfter,
        Function<String, FanoutSettings> fanout,
        LongSupplier clock,
        HubMetrics metrics) {
    /** What is kept for joining players is of the past when nothing has come for so long, nanoseconds: no group that is kept lasts longer. */
    long gopLifeNanos() {
        return Math.max(gopDuration.toNanos(), LiveStream.STOOD_STILL_NANOS);
    }
}
