package dev.headwater.server.flv;

import dev.headwater.server.net.KernelBytes;
import dev.headwater.server.play.MediaOutlet;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;

/**
 * The way to a socket below the HTTP or WebSocket codec, for bytes that are framed already: no copy, no promise and no flush per
 * frame (ADR 0022). What belongs to the protocol itself, such as the head and the end, goes through Vert.x as ever, before
 * the first and after the last of this. Confined to the connection's event loop.
 *
 * <pre>
 *   tail: Vert.x --head, end--> encoder --> TLS --> head: socket
 *                  this --media---^
 * </pre>
 */
final class BelowCodec implements MediaOutlet {
    private final ChannelHandlerContext encoder;
    private final KernelBytes kernel;
    private boolean dirty;

    /**
     * @param encoder of the codec: nothing that is written here is seen by it
     * @param notSentLowat the kernel's mark on unsent bytes
     */
    BelowCodec(ChannelPipeline pipeline, Class<? extends ChannelHandler> encoder, long notSentLowat) {
        this.encoder = pipeline.context(encoder);
        this.kernel = new KernelBytes(pipeline.channel(), notSentLowat);
        if (pipeline.get(IdleStateHandler.class) != null) {
            pipeline.remove(
                    IdleStateHandler.class); // would take a player for idle, since it does not see what is written here
        }
    }

    @Override
    public void write(ByteBuf bytes) {
        dirty = true;
        var _ = encoder.write(bytes, encoder.voidPromise()); // a failure closes the channel
    }

    @Override
    public void flush() {
        if (dirty) {
            dirty = false;
            encoder.flush();
        }
    }

    @Override
    public long pendingBytes() {
        var queue = encoder.channel().unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    @Override
    public long kernelBytes() {
        return kernel.held();
    }
}
