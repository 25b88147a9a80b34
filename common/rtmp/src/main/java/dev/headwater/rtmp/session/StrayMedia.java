package dev.headwater.rtmp.session;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;

/**
 * Counts media that arrives where nothing is published. It is dropped, and a peer that goes on and on with it is closed.
 * Confined to the connection's event loop.
 */
final class StrayMedia {
    private static final int TOLERATED = 100;

    /** What an encoder may still send after its publish was refused or ended: OBS does not listen, ten seconds of it. */
    private static final int TOLERATED_AFTER_END = 1_000;

    private int left = TOLERATED;

    /** A publish has just ended, so its media may be on the way. */
    void publishOver() {
        left = TOLERATED_AFTER_END;
    }

    /** Nothing matters any more, such as the rest of an aggregate. */
    void peerGone() {
        left = Integer.MAX_VALUE;
    }

    /** @throws ProtocolException OUT_OF_ORDER if this is one too many */
    void dropped(int streamId) {
        if (left == 0) {
            throw new ProtocolException(
                    ProtocolError.OUT_OF_ORDER,
                    "too much media on message stream %d, where nothing is published".formatted(streamId));
        }
        left--;
    }
}
