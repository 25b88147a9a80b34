package dev.headwater.server.thumbnail;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.FrameTap;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits for the newest key frame of the default video track. Confined to its loop. */
final class KeyFrameTap implements FrameTap {
    private final Promise<KeyFrame> found = Promise.promise();
    private @Nullable MediaFrame header;
    private @Nullable MediaFrame newest;

    /** Fails if the stream ends before there was one. */
    Future<KeyFrame> found() {
        return found.future();
    }

    @Override
    public void frames(List<MediaFrame> batch) {
        for (MediaFrame frame : batch) {
            if (frame.kind() != FrameKind.VIDEO || frame.track() != 0) {
                continue;
            }
            if (frame.isSequenceHeader()) {
                header = frame;
                newest = null; // it was coded by what was before
            } else if (frame.isKeyFrame()) {
                newest = frame;
            }
        }
        if (newest != null) {
            found.tryComplete(new KeyFrame(Optional.ofNullable(header), newest));
        }
    }

    @Override
    public void ended(EndReason reason) {
        found.tryFail(new NoPictureException("the stream ended: " + reason));
    }
}
