package dev.headwater.server.rtmp;

import dev.headwater.media.hub.LiveStream;
import dev.headwater.rtmp.amf.AmfValue;
import java.util.Map;

/** Further properties of the Play.Start status: nothing on a public port, epoch and timeline on the relay port. */
@FunctionalInterface
public interface PlayGreeting {
    /** Tells a player nothing beyond the protocol. */
    PlayGreeting NONE = stream -> Map.of();

    /** Called on the player's event loop. */
    Map<String, AmfValue> of(LiveStream stream);
}
