package dev.headwater.loadtest.bench;

import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.Player;
import io.netty.buffer.ByteBuf;

/** A player that counts bytes and lets them go: what is left is the fan-out's own cost. */
final class Sink implements Player {
    private long bytes;

    long bytes() {
        return bytes;
    }

    @Override
    public void write(ByteBuf encoded) {
        bytes += encoded.readableBytes();
        encoded.release();
    }

    @Override
    public void flush() {}

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void ended(EndReason reason) {}
}
