package dev.headwater.loadtest.client;

import dev.headwater.rtmp.ProtocolException;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.session.ClientEvents;
import dev.headwater.rtmp.session.ClientSession;
import dev.headwater.rtmp.session.ClientSettings;
import dev.headwater.rtmp.session.SessionLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.Map;

/** A socket and the RTMP session on it: what players and publishers have in common. Confined to its event loop. */
abstract sealed class RtmpClient extends SocketClient implements ClientEvents permits RtmpPlayer, RtmpPublisher {
    private static final String FLASH_VERSION = "LNX 9,0,124,2";
    private static final int CHUNK_BYTES = 4_096;
    private static final int WINDOW_BYTES = 2_500_000;

    private final StreamAddress stream;
    private final ClientSession session;
    private int streamId;

    /** @param extra what it says of itself besides when it connects */
    RtmpClient(StreamAddress stream, Map<String, AmfValue> extra) {
        this.stream = stream;
        var settings = new ClientSettings(
                stream.app(), stream.tcUrl(), FLASH_VERSION, extra, CHUNK_BYTES, WINDOW_BYTES, false);
        session = new ClientSession(SessionLimits.DEFAULTS, settings, this, this::write);
    }

    // ---- what players and publishers do in their own ways

    /** The server accepted the connect: asks for the stream. */
    abstract void ask(ClientSession session, String name);

    abstract void received(int bytes);

    /** The stream that was asked for has started. */
    abstract void started();

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
            if (!isOver()) {
                received(bytes.readableBytes());
                session.receive(bytes);
            }
        } catch (ProtocolException e) {
            end("protocol error " + e.error());
        } finally {
            bytes.release();
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
    public void reconnectRequested(String tcUrl, String description) {
        // it did not say that it can
    }

    // ---- the end

    @Override
    final void sayGoodbye() {
        if (streamId != 0) {
            session.deleteStream(streamId);
        }
    }

    @Override
    final void closeSocket() {
        session.close();
        super.closeSocket();
    }

    private static String wordOf(Status status) {
        return status.code().isEmpty() ? "no reason given" : status.code();
    }
}
