package dev.headwater.server.relay;

import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.StatusCode;

/** What becomes of a publish at another server, on the event loop of the one who publishes. */
public interface DownstreamEvents {
    /**
     * Frames may be sent.
     *
     * @param epoch as the other node has it, 0 if it tells none
     */
    void accepted(long epoch);

    /** The other server refuses the publish, or takes no more of it. Last event. */
    void refused(StatusCode code, String explanation);

    /** The other server ended the publish and said why. Last event. */
    void ended(EndReason reason);

    /** There is no connection to the other server, or none any more. Last event. */
    void lost(String explanation);

    /** Bytes arrived: the other server lives. */
    void alive();

    /** The other server is about to go: publish elsewhere. */
    void moveAsked();
}
