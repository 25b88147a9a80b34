package dev.headwater.rtmp.session;

import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.PublishType;
import io.netty.buffer.ByteBuf;

/** Client side of one RTMP connection. Skeleton. */
public final class ClientSession {
    public ClientSession(SessionLimits limits, ClientSettings settings, ClientEvents events, SessionOutput output) {}

    /** Sends C0 and C1; connect follows by itself. */
    public void start() {}

    /** Takes every readable byte of {@code in}; does not release it. @throws ProtocolException close the socket */
    public void receive(ByteBuf in) {}

    /** After {@code connected}: createStream, then play. The stream id arrives in {@code playStarted}. */
    public void play(String name) {}

    /** After {@code connected}: releaseStream, FCPublish, createStream, then publish. */
    public void publish(String name, PublishType type) {}

    /** Sends one frame of a publish that started. */
    public void send(MediaMessage message) {}

    /** FCUnpublish where it applies, then deleteStream. */
    public void deleteStream(int streamId) {}

    /** Bytes received since the handshake, payload and headers. */
    public long receivedBytes() {
        return 0;
    }

    /** Frees partial messages. Idempotent; no event is called after it. */
    public void close() {}
}
