package dev.headwater.rtmp.session;

import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A client session and a server session that hear each other, with what both told their owners. */
final class SessionPair implements ClientEvents {
    final ServerBench server = new ServerBench();
    final ClientSession client;
    final List<String> events = new ArrayList<>();

    private final ArrayDeque<ByteBuf> toServer = new ArrayDeque<>();

    SessionPair(boolean digest) {
        var settings = new ClientSettings(
                "live",
                "rtmp://localhost/live",
                "test",
                Map.of("capsEx", AmfValue.number(1)),
                60_000,
                2_500_000,
                digest);
        client = new ClientSession(
                SessionLimits.DEFAULTS,
                settings,
                this,
                toServer::add,
                new SplittableRandom(2),
                () -> Instant.ofEpochMilli(1_000_000));
    }

    static SessionPair connected() {
        var pair = new SessionPair(false);
        pair.client.start();
        pair.settle();
        pair.events.clear();
        pair.server.events.clear();
        return pair;
    }

    /** Carries bytes to and fro until both are silent. */
    void settle() {
        while (true) {
            ByteBuf request = toServer.poll();
            if (request != null) {
                server.session.receive(request);
                request.release();
                continue;
            }
            byte[] answer = server.takeWritten();
            if (answer.length == 0) {
                return;
            }
            client.receive(Unpooled.wrappedBuffer(answer));
        }
    }

    @Override
    public void connected(Map<String, AmfValue> properties, Map<String, AmfValue> info) {
        events.add("connected " + info.get("code"));
    }

    @Override
    public void connectRefused(Status status) {
        events.add("connectRefused " + status.code());
    }

    @Override
    public void publishStarted(int streamId, Status status) {
        events.add("publishStarted %d %s".formatted(streamId, client.streamName(streamId)));
    }

    @Override
    public void playStarted(int streamId, Status status) {
        events.add("playStarted %d %s".formatted(streamId, client.streamName(streamId)));
    }

    @Override
    public void streamRefused(int streamId, Status status) {
        events.add("streamRefused %d %s".formatted(streamId, status.code()));
    }

    @Override
    public void streamEnded(int streamId, Status status) {
        events.add("streamEnded %d %s".formatted(streamId, status.code()));
    }

    @Override
    public void media(MediaMessage message) {
        events.add("%s @%d %s %s"
                .formatted(
                        message.kind(),
                        message.streamId(),
                        Integer.toUnsignedString(message.timestamp()),
                        ByteBufUtil.hexDump(message.payload())));
    }

    @Override
    public void reconnectRequested(String tcUrl, String description) {
        events.add("reconnectRequested %s %s".formatted(tcUrl, description));
    }
}
