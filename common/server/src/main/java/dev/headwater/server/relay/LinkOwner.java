package dev.headwater.server.relay;

import dev.headwater.media.hub.EndReason;
import java.util.List;

/** Whom a link tells what becomes of it, on the pull's loop; nothing after it was closed. */
interface LinkOwner {
    /** The node that was asked serves us. */
    void greeted(UpstreamLink link, RelayGreeting greeting);

    /** It names others. */
    void sentTo(UpstreamLink link, List<RelayAddress> places);

    /** It says that no more frames will come. */
    void ended(UpstreamLink link, EndReason reason, String explanation);

    /** It went without a word, or cannot be reached. */
    void vanished(UpstreamLink link, String explanation);

    /** It has said nothing for half of the time that it may be silent. */
    void doubted(UpstreamLink link);

    /** It speaks again. */
    void relieved(UpstreamLink link);

    /** Frames have come for a while. */
    void settled();
}
