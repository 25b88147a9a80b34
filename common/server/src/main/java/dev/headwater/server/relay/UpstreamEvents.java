package dev.headwater.server.relay;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;

/** What an upstream tells its pull, on the pull's event loop. */
public interface UpstreamEvents {
    /**
     * The owner has the stream and will send it. First event of a successful pull.
     *
     * @param timelineMs where the owner's timeline is now
     */
    void greeted(Epoch epoch, long timelineMs);

    /** One frame, on the stream's timeline. */
    void frame(MediaFrame frame);

    /** A batch of frames is complete. */
    void batchEnd();

    /** Bytes arrived: the owner lives, even if the stream is quiet. */
    void alive();

    /** No more frames will come; last event. {@code UNPUBLISHED} means a goodbye of the broadcaster. */
    void ended(EndReason reason, String explanation);
}
