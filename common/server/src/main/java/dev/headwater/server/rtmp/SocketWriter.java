package dev.headwater.server.rtmp;

import dev.headwater.server.net.KernelBytes;
import dev.headwater.server.play.MediaOutlet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a socket, below Vert.x's own write path: no promise, no copy and no flush per message.
 * Confined to the connection's event loop.
 */
final class SocketWriter implements MediaOutlet {
    private static final long LINGER_MS = 1_000;

    /** Acknowledgements alone need hours to come to this at a publisher that never reads. */
    private static final int MAX_UNREAD_ANSWER_BYTES = 256 << 10;

    private final ChannelHandlerContext context;
    private final KernelBytes kernel;
    private long unreadAnswerBytes;
    private long writtenBytes;
    private boolean dirty;
    private boolean closing;
    private boolean closed;
    private @Nullable ScheduledFuture<?> lingering;

    /** @param notSentLowat the kernel's mark on unsent bytes */
    SocketWriter(NetSocketInternal socket, long notSentLowat) {
        this.context = socket.channelHandlerContext();
        this.kernel = new KernelBytes(context.channel(), notSentLowat);
        var files = context.pipeline().get(ChunkedWriteHandler.class);
        if (files != null) {
            context.pipeline().remove(files); // Vert.x's, to send files: every write would pass it
        }
    }

    EventLoop loop() {
        return context.channel().eventLoop();
    }

    Channel channel() {
        return context.channel();
    }

    @Override
    public void write(ByteBuf bytes) {
        if (closing || closed) {
            bytes.release();
            return;
        }
        dirty = true;
        writtenBytes += bytes.readableBytes();
        var _ = context.write(bytes, context.voidPromise()); // a failure closes the channel
    }

    /** Queues what a session says; takes ownership. Unlike media it grows with what the peer sends. */
    void answer(ByteBuf bytes) {
        unreadAnswerBytes += bytes.readableBytes();
        write(bytes);
    }

    /** False once the peer has let too many answers lie: its queue was never empty since the first of them. */
    boolean answersAreRead() {
        if (unreadAnswerBytes > 0 && pendingBytes() == 0) {
            unreadAnswerBytes = 0;
        }
        return unreadAnswerBytes <= MAX_UNREAD_ANSWER_BYTES;
    }

    /** Of whatever kind, since the begin. */
    long writtenBytes() {
        return writtenBytes;
    }

    @Override
    public void flush() {
        if (dirty) {
            dirty = false;
            context.flush();
        }
    }

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    @Override
    public long kernelBytes() {
        return kernel.held();
    }

    boolean closing() {
        return closing;
    }

    /**
     * Closes once the peer has had the chance to read what was queued: sends it, then FIN, then waits up to a second for the
     * peer's FIN. Closing at once would make the kernel answer late bytes with RST, and the peer lose our last words.
     */
    void closeAfterFlush() {
        if (closing || closed) {
            return;
        }
        closing = true;
        var _ = context.writeAndFlush(
                Unpooled.EMPTY_BUFFER, context.newPromise().addListener(sent -> finish(sent.isSuccess())));
        lingering = loop().schedule(this::close, LINGER_MS, TimeUnit.MILLISECONDS);
    }

    private void finish(boolean sent) {
        if (sent && context.channel() instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput(context.newPromise());
        } else {
            close();
        }
    }

    /** Closes now: nothing more is worth saying. */
    void close() {
        closing = true;
        var _ = context.close(context.newPromise());
    }

    /** The socket is closed. */
    void closed() {
        closed = true;
        if (lingering != null) {
            lingering.cancel(false);
        }
    }
}
