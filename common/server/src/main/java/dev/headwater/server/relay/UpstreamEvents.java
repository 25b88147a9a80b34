package dev.headwater.server.relay;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import java.util.List;

/** What an upstream tells its pull, on the pull's event loop. */
public interface UpstreamEvents {
    /** The node that was asked has the stream and will send it. First event of a successful pull. */
    void greeted(RelayGreeting greeting);

    /** The node that was asked has the stream, but not for us: these have it too, the best first. Last event. */
    void sentTo(List<RelayAddress> places);

    /** One frame, on the stream's timeline. */
    void frame(MediaFrame frame);

    /** A batch of frames is complete. */
    void batchEnd();

    /** How long ago the frames that come now came to the node that owns the stream, nanoseconds. */
    void delayed(long nanos);

    /** Bytes arrived: the other node lives, even if the stream is quiet. */
    void alive();

    /** The other node says that no more frames will come; last event. {@code UNPUBLISHED} means a goodbye of the broadcaster. */
    void ended(EndReason reason, String explanation);

    /** The other node cannot be reached, or went without a word; last event. */
    void vanished(String explanation);
}
