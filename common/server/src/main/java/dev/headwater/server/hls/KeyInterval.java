package dev.headwater.server.hls;

import dev.headwater.media.FrameKind;
import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.FrameTap;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/** Watches a stream that has just begun for its first two key frames. Confined to its tap's executor. */
final class KeyInterval implements FrameTap {
    /** A stream that brings no picture for so long has none. */
    private static final long NO_PICTURE_MS = 500;

    private final Promise<Long> found = Promise.promise();
    private final long maxMs;
    private long firstMs = -1;
    private long keyMs = -1;

    KeyInterval(long maxMs) {
        this.maxMs = maxMs;
    }

    /** Milliseconds between them; 0 if there are none that near. Completes on any thread. */
    Future<Long> found() {
        return found.future();
    }

    @Override
    public void frames(List<MediaFrame> batch) {
        for (MediaFrame frame : batch) {
            long ms = frame.timestampMs();
            if (GopCache.isKeyFrame(frame)) {
                if (keyMs >= 0) {
                    found.tryComplete(ms - keyMs);
                }
                keyMs = ms;
            } else if (frame.isCoded() && frame.kind() == FrameKind.AUDIO) {
                firstMs = firstMs < 0 ? ms : firstMs;
            }
            boolean silent = keyMs < 0 && firstMs >= 0 && ms - firstMs > NO_PICTURE_MS;
            if (silent || (keyMs >= 0 && ms - keyMs > maxMs)) {
                found.tryComplete(0L);
            }
        }
    }

    @Override
    public void ended(EndReason reason) {
        found.tryComplete(0L);
    }
}
