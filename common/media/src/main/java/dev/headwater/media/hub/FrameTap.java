package dev.headwater.media.hub;

import dev.headwater.media.MediaFrame;
import java.util.List;

/** Takes a stream's frames as they are, not as bytes. Every method is called on the tap's own event loop. */
public interface FrameTap {
    /** A batch, in order; the first one holds the headers and the group of pictures so far. Not to be changed. */
    void frames(List<MediaFrame> batch);

    /** The frames from the next batch on are of the publication of this epoch; told before the first, too. */
    default void epoch(long now) {}

    /**
     * Frames are missing before the next batch, at this node alone.
     *
     * @param late whether because the tap's loop was late: the batch begins with all headers. Else they were lost on the way from the stream's
     *     owner, and the same publication goes on.
     */
    default void missed(boolean late) {}

    /** The stream is over. Nothing follows. */
    void ended(EndReason reason);
}
