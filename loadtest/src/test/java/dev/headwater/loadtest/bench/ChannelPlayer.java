package dev.headwater.loadtest.bench;

import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.Player;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;

/** A player with a Netty channel that sends to nowhere, written to as the server writes to its sockets. */
final class ChannelPlayer implements Player {
    private final ChannelHandlerContext context;
    private long bytes;

    ChannelPlayer() {
        var nowhere = new Nowhere();
        nowhere.pipeline().addLast(new ChannelInboundHandlerAdapter()); // as Vert.x's: passes writes on
        context = nowhere.pipeline().lastContext();
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void write(ByteBuf encoded) {
        var _ = context.write(encoded, context.voidPromise());
    }

    @Override
    public void flush() {
        context.flush();
    }

    @Override
    public long pendingBytes() {
        var queue = context.channel().unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    @Override
    public void ended(EndReason reason) {
        var _ = context.close();
    }

    private final class Nowhere extends EmbeddedChannel {
        @Override
        protected void handleOutboundMessage(Object message) {
            bytes += ((ByteBuf) message).readableBytes();
            ReferenceCountUtil.release(message);
        }
    }
}
