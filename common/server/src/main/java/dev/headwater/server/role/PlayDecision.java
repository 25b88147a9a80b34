package dev.headwater.server.role;

import dev.headwater.media.hub.LiveStream;
import java.util.List;

/** The answer to a play request. */
public sealed interface PlayDecision {
    /** There is no such stream, and whoever waited for it has waited long enough. */
    PlayDecision NOT_FOUND = new NotFound();

    /** Join this. */
    record Found(LiveStream stream) implements PlayDecision {}

    record NotFound() implements PlayDecision {}

    /** This node does not play the stream now, whether it exists or not. */
    record Refused(String reason) implements PlayDecision {}

    /**
     * Other nodes are to be asked instead.
     *
     * @param authorities {@code host:port} of their RTMP ports, or RTMPS ports for a client within TLS, the best first; never empty
     */
    record Elsewhere(List<String> authorities) implements PlayDecision {
        public Elsewhere {
            authorities = List.copyOf(authorities);
            if (authorities.isEmpty()) {
                throw new IllegalArgumentException("elsewhere, but nowhere");
            }
        }
    }
}
