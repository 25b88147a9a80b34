package dev.headwater.rtmp.session;

import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.StatusCode;
import io.netty.buffer.ByteBuf;
import java.util.Map;

/** Server side of one RTMP connection. Skeleton. */
public final class ServerSession {
    public ServerSession(SessionLimits limits, ServerSettings settings, ServerEvents events, SessionOutput output) {}

    /** Takes every readable byte of {@code in}; does not release it. @throws ProtocolException close the peer */
    public void receive(ByteBuf in) {}

    /** Handshake, Connecting, Connected, ...: for logs. */
    public SessionState state() {
        throw new IllegalStateException();
    }

    public void acceptConnect() {}

    /** The owner closes the socket after the flush. */
    public void rejectConnect(StatusCode code, String description) {}

    /** Redirect by ex.code=302 (rtmp.md 7.1). */
    public void redirectConnect(String tcUrl, String description) {}

    public void acceptPublish(int streamId) {}

    public void refusePublish(int streamId, StatusCode code, String description) {}

    /** Sends StreamBegin, Play.Reset (when asked), Play.Start, |RtmpSampleAccess. {@code extra} rides in Play.Start's info. */
    public void acceptPlay(int streamId, Map<String, AmfValue> extra) {}

    public void refusePlay(int streamId, StatusCode code, String description) {}

    /** Tells a player that its stream is over: Play.UnpublishNotify, StreamEOF, Play.Stop. The id becomes idle. */
    public void endPlay(int streamId, String description) {}

    /** Tells a publisher that its publish is over (Unpublish.Success). The id becomes idle. */
    public void endPublish(int streamId, String description) {}

    /** E-RTMP reconnect request, if the client announced it; false if it did not. */
    public boolean requestReconnect(String tcUrl, String description) {
        return false;
    }

    public void ping() {}

    /** Bytes received since the handshake, payload and headers. */
    public long receivedBytes() {
        return 0;
    }

    /** Frees partial messages. Idempotent; no event is called after it. */
    public void close() {}
}
