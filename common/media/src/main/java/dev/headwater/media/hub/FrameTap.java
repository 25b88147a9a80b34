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
     * The next batch does not follow the last one: this node has no frames of the time between, though other nodes may.
     *
     * @param late true if this tap's loop was late and its frames were dropped: the next batch begins with all headers. False if
     *     this node's pull was interrupted: the same publication goes on, with the headers that it had.
     */
    default void missed(boolean late) {}

    /** The stream is over. Nothing follows. */
    void ended(EndReason reason);
}
