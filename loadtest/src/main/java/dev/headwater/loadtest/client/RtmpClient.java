package dev.headwater.loadtest.client;

import dev.headwater.rtmp.ProtocolException;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.session.ClientEvents;
import dev.headwater.rtmp.session.ClientSession;
import dev.headwater.rtmp.session.ClientSettings;
import dev.headwater.rtmp.session.SessionLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import java.net.BindException;
import java.net.ConnectException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket and the RTMP session on it: what players and publishers have in common. Confined to its event loop.
 *
 * <p>It is over once: silently by {@link #close}, else by {@link #ended} with the first reason that is known.
 */
abstract sealed class RtmpClient extends ChannelInboundHandlerAdapter implements ClientEvents, Client
        permits RtmpPlayer, RtmpPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpClient.class);
    private static final String FLASH_VERSION = "LNX 9,0,124,2";
    private static final int CHUNK_BYTES = 4_096;
    private static final int WINDOW_BYTES = 2_500_000;

    private final StreamAddress stream;
    private final ClientSession session;
    private @Nullable Channel channel;
    private int streamId;
    private boolean over;

    RtmpClient(StreamAddress stream) {
        this.stream = stream;
        var settings = new ClientSettings(
                stream.app(), stream.tcUrl(), FLASH_VERSION, Map.of(), CHUNK_BYTES, WINDOW_BYTES, false);
        session = new ClientSession(SessionLimits.DEFAULTS, settings, this, this::write);
    }

    final void open(Connections connections, EventLoop loop) {
        var connecting = connections.open(loop, this);
        channel = connecting.channel();
        var _ = connecting.addListener(done -> {
            if (!done.isSuccess()) {
                end(reasonOf(done.cause()));
            }
        });
    }

    // ---- what players and publishers do in their own ways

    /** The server accepted the connect: asks for the stream. */
    abstract void ask(ClientSession session, String name);

    abstract void received(int bytes);

    /** The stream that was asked for has started. */
    abstract void started();

    /** Not called after {@link #close}, and once. */
    abstract void ended(String reason);

    // ---- the socket

    @Override
    public final void channelActive(ChannelHandlerContext context) {
        session.start();
        context.flush();
    }

    @Override
    public final void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        try {
            if (!over) {
                received(bytes.readableBytes());
                session.receive(bytes);
            }
        } catch (ProtocolException e) {
            end("protocol error " + e.error());
        } finally {
            bytes.release();
        }
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        end("closed by the server");
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof RuntimeException && !(cause instanceof DecoderException)) {
            LOG.error("a client failed on our side", cause);
        }
        end(reasonOf(cause));
    }

    /** False while the server takes nothing of what was sent. */
    final boolean isWritable() {
        return channel != null && channel.isWritable();
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

    /** Leaves what comes with the kernel. */
    final void stopReadingSocket() {
        if (channel != null) {
            channel.config().setAutoRead(false);
        }
    }

    private void write(ByteBuf bytes) {
        if (channel == null) {
            bytes.release();
        } else {
            var _ = channel.write(bytes, channel.voidPromise());
        }
    }

    // ---- the session

    final ClientSession session() {
        return session;
    }

    final int streamId() {
        return streamId;
    }

    @Override
    public final void connected(Map<String, AmfValue> properties, Map<String, AmfValue> info) {
        ask(session, stream.name());
    }

    @Override
    public final void connectRefused(Status status) {
        end("connect refused: " + wordOf(status));
    }

    @Override
    public final void publishStarted(int streamId, Status status) {
        this.streamId = streamId;
        started();
    }

    @Override
    public final void playStarted(int streamId, Status status) {
        this.streamId = streamId;
        started();
    }

    @Override
    public final void streamRefused(int streamId, Status status) {
        end("refused: " + wordOf(status));
    }

    @Override
    public final void streamEnded(int streamId, Status status) {
        end(PlayerEvents.STREAM_ENDED + wordOf(status));
    }

    @Override
    public final void reconnectRequested(String tcUrl, String description) {
        // a virtual client stays until it is closed
    }

    // ---- the end

    @Override
    public final void close() {
        if (!over) {
            over = true;
            if (streamId != 0) {
                session.deleteStream(streamId);
            }
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

    final boolean isOver() {
        return over;
    }

    private void end(String reason) {
        if (!over) {
            over = true;
            closeSocket();
            ended(reason);
        }
    }

    /** What the socket does not take at once is not waited for. */
    private void closeSocket() {
        session.close();
        if (channel != null) {
            var _ = channel.flush().close();
        }
    }

    private static String wordOf(Status status) {
        return status.code().isEmpty() ? "no reason given" : status.code();
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
