package dev.headwater.server.rtmp;

import dev.headwater.media.FrameKind;
import dev.headwater.rtmp.ProtocolException;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.PublishType;
import dev.headwater.rtmp.session.ClientEvents;
import dev.headwater.rtmp.session.ClientSession;
import dev.headwater.rtmp.session.ClientSettings;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.net.PeerAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An RTMP connection that this node opened to another: owns the socket and the client session. Confined to its event loop. */
public final class RtmpClient {
    private static final Logger LOG = LoggerFactory.getLogger(RtmpClient.class);

    /** What the owner of the connection hears, on the connection's event loop. */
    public interface Events extends ClientEvents {
        /** The bytes of one read are processed: a batch of frames is complete. */
        default void batchEnd() {}

        /** The socket is closed; the last event. Not called after {@link RtmpClient#close}. */
        void closed(String reason);
    }

    private final SocketWriter out;
    private final ClientSession session;
    private final Events events;
    private final String peer;
    private String reason = "closed by the other side";
    private final Promise<Void> gone = Promise.promise();
    private boolean closed;

    /** @param notSentLowat the kernel's mark on unsent bytes, 0 for as many as it takes */
    public RtmpClient(
            NetSocket socket, ClientSettings settings, SessionLimits limits, long notSentLowat, Events events) {
        var internal = (NetSocketInternal) socket;
        this.events = events;
        this.peer = PeerAddress.text(socket.remoteAddress());
        this.out = new SocketWriter(internal, notSentLowat);
        this.session = new ClientSession(limits, settings, events, out::write);
        internal.messageHandler(message -> received((ByteBuf) message));
        internal.readCompletionHandler(nothing -> readComplete());
        internal.closeHandler(nothing -> socketClosed());
        internal.exceptionHandler(cause -> reason = cause.toString());
        session.start();
        out.flush();
    }

    public EventLoop loop() {
        return out.loop();
    }

    private void received(ByteBuf bytes) {
        try {
            if (!closed) {
                session.receive(bytes);
            }
        } catch (ProtocolException e) {
            fail(e.error() + ": " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("connection to {} failed on our side, closing", peer, e);
            fail(e.toString());
        } finally {
            bytes.release();
        }
    }

    private void fail(String why) {
        reason = why;
        out.close();
    }

    private void readComplete() {
        if (!closed) {
            events.batchEnd();
            out.flush();
        }
    }

    public void play(String name) {
        session.play(name);
        out.flush();
    }

    public void publish(String name) {
        session.publish(name, PublishType.LIVE);
        out.flush();
    }

    /** Queues one frame of a publish that started; {@link #flush} sends it. */
    public void send(FrameKind kind, int streamId, int timestamp, byte[] payload) {
        session.send(new MediaMessage(Translation.messageKind(kind), streamId, timestamp, payload));
    }

    /** Queues encoded frames of a publish that started ({@link PublishFormat}); takes ownership. */
    public void write(ByteBuf encoded) {
        out.write(encoded);
    }

    public void flush() {
        out.flush();
    }

    /** Bytes queued here, not yet with the kernel. */
    public long pendingBytes() {
        return out.pendingBytes();
    }

    /** Bytes with the kernel that have not reached the peer, about. A call of the kernel. */
    public long kernelBytes() {
        return out.kernelBytes();
    }

    /** Bytes received since the handshake: grows as long as the other node lives. */
    public long receivedBytes() {
        return session.receivedBytes();
    }

    /** {@link ClientSession#ping}. */
    public void ping(int timestamp) {
        session.ping(timestamp);
        out.flush();
    }

    /** Says goodbye to one stream. */
    public void deleteStream(int streamId) {
        session.deleteStream(streamId);
        out.flush();
    }

    /** {@link ClientSession#publisherLost}. */
    public void publisherLost(int streamId) {
        session.publisherLost(streamId);
        out.flush();
    }

    /** Closes after what was queued has been sent. Idempotent; no event follows. */
    public void close() {
        if (!closed) {
            closed = true;
            session.close();
            out.closeAfterFlush();
        }
    }

    /** Completes on the connection's event loop when the other node has closed too: it has read all that was sent. */
    public Future<Void> closed() {
        return gone.future();
    }

    private void socketClosed() {
        out.closed();
        gone.complete();
        if (!closed) {
            closed = true;
            session.close();
            events.closed(reason);
        }
    }
}
