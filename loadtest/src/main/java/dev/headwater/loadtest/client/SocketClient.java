package dev.headwater.loadtest.client;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.net.BindException;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket: what clients of all protocols have in common. Confined to its event loop.
 *
 * <p>It is over once: silently by {@link #close}, else by {@link #ended} with the first reason that is known.
 */
abstract sealed class SocketClient extends ChannelInboundHandlerAdapter implements Client
        permits RtmpClient, FlvPlayer, HttpSocket {
    /** How often a player that reads nothing asks whether it is still wanted. */
    private static final long PROBE_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(SocketClient.class);

    private @Nullable Channel channel;
    private boolean over;

    final void open(Connections connections, EventLoop loop) {
        var connecting = connections.open(loop, pipeline());
        channel = connecting.channel();
        var _ = connecting.addListener(done -> {
            if (!done.isSuccess()) {
                end(reasonOf(done.cause()));
            }
        });
    }

    private ChannelHandler pipeline() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                addCodec(channel.pipeline());
                channel.pipeline().addLast(SocketClient.this);
            }
        };
    }

    // ---- what each protocol does in its own way

    /** Adds what is between this client and its socket; by default nothing. */
    void addCodec(ChannelPipeline pipeline) {
        // bytes
    }

    /** It leaves of its own accord: writes a goodbye, if there is one. */
    void sayGoodbye() {
        // none
    }

    /** Not called after {@link #close}, and once. */
    abstract void ended(String reason);

    // ---- the socket

    @Override
    public final void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        end("closed by the server");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof RuntimeException && !(cause instanceof DecoderException)) {
            LOG.error("a client failed on our side", cause);
        }
        end(reasonOf(cause));
    }

    /** False while the server takes nothing of what was sent. */
    final boolean isWritable() {
        return channel != null && channel.isWritable();
    }

    /** Writes a message of the protocol, which is released if there is no socket. */
    final void write(Object message) {
        if (channel == null) {
            ReferenceCountUtil.release(message);
        } else {
            var _ = channel.write(message, channel.voidPromise());
        }
    }

    final void flushSocket() {
        if (channel != null) {
            channel.flush();
        }
    }

    /** Flushes, and runs {@code taken} once the kernel has all of it; never if the socket is closed before. */
    final void flushSocket(Runnable taken) {
        if (channel != null) {
            var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
                if (done.isSuccess()) {
                    taken.run();
                }
            });
        }
    }

    /**
     * Leaves what comes with the kernel. The server's FIN waits behind all that is not read, and so never comes; but a socket
     * that it has closed answers {@code probe} with RST.
     *
     * @param probe writes what the server minds least; called now and then
     */
    final void stopReadingSocket(Runnable probe) {
        if (channel != null) {
            channel.config().setAutoRead(false);
            probe(channel.eventLoop(), probe);
        }
    }

    private void probe(EventLoop loop, Runnable probe) {
        if (!over) {
            probe.run();
            flushSocket();
            var _ = loop.schedule(() -> probe(loop, probe), PROBE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    // ---- the end

    final boolean isOver() {
        return over;
    }

    @Override
    public final void close() {
        if (!over) {
            over = true;
            sayGoodbye();
            closeSocket();
        }
    }

    /** Is gone without a word, as when the network fails. No event follows. Idempotent. */
    public final void vanish() {
        if (!over) {
            over = true;
            closeSocket();
        }
    }

    final void end(String reason) {
        if (!over) {
            over = true;
            closeSocket();
            ended(reason);
        }
    }

    /** What the socket does not take at once is not waited for. */
    void closeSocket() {
        if (channel != null) {
            var _ = channel.flush().close();
        }
    }

    private static String reasonOf(@Nullable Throwable cause) {
        return switch (cause) {
            case ConnectTimeoutException _ -> "connect timed out";
            case ConnectException _ -> "connection refused";
            case BindException _ -> "no local port";
            case SSLException tls -> "TLS: " + tls.getMessage();
            case DecoderException decoding when decoding.getCause() != null -> reasonOf(decoding.getCause());
            case null -> "cancelled";
            default -> String.valueOf(cause.getMessage());
        };
    }
}
