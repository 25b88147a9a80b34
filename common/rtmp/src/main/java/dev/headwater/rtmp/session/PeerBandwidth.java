package dev.headwater.rtmp.session;

import dev.headwater.rtmp.message.ControlMessage.SetPeerBandwidth;
import java.util.OptionalInt;

/**
 * The output window that the peer asked us to keep (RTMP 1.0, 5.4.5). Book-keeping only: output never waits for
 * acknowledgements, since many peers send none. Confined to the connection's event loop.
 */
final class PeerBandwidth {
    private int window;
    private boolean hard;

    /** Takes a request in; gives the window to announce when it changed by it. */
    OptionalInt apply(SetPeerBandwidth request) {
        int asked = request.bytes();
        int next = switch (request.limitType()) {
            case SetPeerBandwidth.HARD -> asked;
            case SetPeerBandwidth.SOFT -> window == 0 ? asked : Math.min(window, asked);
            case SetPeerBandwidth.DYNAMIC -> hard ? asked : window;
            default -> window;
        };
        boolean changed = next > 0 && next != window;
        if (changed) {
            window = next;
            hard = request.limitType() != SetPeerBandwidth.SOFT;
        }
        return changed ? OptionalInt.of(next) : OptionalInt.empty();
    }

    /** What we announced without being asked. */
    void announced(int bytes) {
        window = bytes;
    }
}
