package dev.headwater.server.foreign;

import dev.headwater.media.FrameKind;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.role.Publication;
import java.util.List;

/**
 * Takes frames and does nothing with them.
 *
 * @param ends gets each end that it is told
 */
record UnheardPublication(List<EndReason> ends) implements Publication {
    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public void publish(FrameKind kind, int timestamp, byte[] payload) {
        // for nobody
    }

    @Override
    public void flush() {
        // nothing is gathered
    }

    @Override
    public void end(EndReason reason) {
        ends.add(reason);
    }
}
