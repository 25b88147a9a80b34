package dev.headwater.server.relay;

import dev.headwater.media.hub.EndReason;
import java.util.List;

/** What an {@link UpstreamLink} tells: what the node at its other end says, or fails to say. On the pull's loop; nothing after the link was closed. */
interface LinkOwner {
    /** The node lets us pull the stream: frames follow. */
    void greeted(UpstreamLink link, RelayGreeting greeting);

    /** The node has not greeted: it does not serve us itself, and names nodes that may. Last event. */
    void sentTo(UpstreamLink link, List<RelayAddress> places);

    /** The node says that no more frames will come. Last event. */
    void ended(UpstreamLink link, EndReason reason, String explanation);

    /** The connection broke without a word of the node, was silent for {@code pull.silence-timeout}, or could not be made. Last event. */
    void vanished(UpstreamLink link, String explanation);

    /** The node has sent no byte for half of {@code pull.silence-timeout}, be it before its greeting or after. */
    void doubted(UpstreamLink link);

    /** Bytes have come again from a node that was doubted after its greeting. Only of a link that feeds the pull. */
    default void relieved(UpstreamLink link) {}

    /** Frames have come over the link for {@code pull.backoff-max}: the link is steady. Only of a link that feeds the pull. */
    default void settled() {}
}
