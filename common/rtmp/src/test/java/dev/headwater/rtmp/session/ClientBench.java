package dev.headwater.rtmp.session;

import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.chunk.ChunkEncoder;
import dev.headwater.rtmp.message.ControlMessage;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.Reply;
import dev.headwater.rtmp.message.ReplyWriter;
import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.message.StatusCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A client session on a bench: what a server says in by hand, events and requests out as text. */
final class ClientBench implements ClientEvents {
    final List<String> events = new ArrayList<>();
    final ClientSession session;
    final WireText wire = new WireText();

    /** Played as soon as the server accepts the connect; nothing if empty. */
    String playOnceConnected = "";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ChunkEncoder server = new ChunkEncoder();

    ClientBench(boolean digest) {
        var settings = new ClientSettings(
                "live",
                "rtmp://localhost/live",
                "test",
                Map.of("capsEx", AmfValue.number(1)),
                60_000,
                2_500_000,
                digest);
        session = new ClientSession(
                SessionLimits.DEFAULTS,
                settings,
                this,
                this::take,
                new SplittableRandom(2),
                () -> Instant.ofEpochMilli(1_000_000));
    }

    /** A bench behind the handshake, whose connect has been sent and taken away. */
    static ClientBench connecting() {
        var bench = new ClientBench(false);
        bench.session.start();
        byte[] answer = new byte[ServerBench.SERVER_HANDSHAKE_BYTES];
        answer[0] = 3;
        bench.feed(answer);
        byte[] sent = bench.takeWritten();
        bench.wire.read(Arrays.copyOfRange(sent, ServerBench.CLIENT_HANDSHAKE_BYTES, sent.length));
        return bench;
    }

    /** A bench whose connect was accepted. */
    static ClientBench connected() {
        var bench = connecting();
        bench.reply(new Reply.Result(1, AmfValue.object(Map.of()), AmfValue.object(Map.of())));
        bench.requests();
        bench.events.clear();
        return bench;
    }

    ClientBench feed(byte[] bytes) {
        session.receive(Unpooled.wrappedBuffer(bytes));
        return this;
    }

    ClientBench reply(Reply reply) {
        int streamId = reply instanceof Reply.OnStatus(int id, Status _) ? id : 0;
        return message(20, streamId, 0, ReplyWriter.write(reply));
    }

    ClientBench status(int streamId, StatusCode code) {
        return reply(new Reply.OnStatus(streamId, Status.of(code, "")));
    }

    ClientBench control(ControlMessage control) {
        return message(control.typeId(), 0, 0, control.payload());
    }

    ClientBench message(int typeId, int streamId, int timestamp, byte[] payload) {
        ByteBuf out = Unpooled.buffer();
        server.encode(typeId, 3 + typeId, streamId, timestamp, payload, out);
        return feed(ByteBufUtil.getBytes(out));
    }

    ClientBench hex(int typeId, int streamId, String payload) {
        return message(typeId, streamId, 0, ByteBufUtil.decodeHexDump(payload.replace(" ", "")));
    }

    /** What the session has sent since the last call, a line for each message. */
    List<String> requests() {
        return wire.read(takeWritten());
    }

    byte[] takeWritten() {
        byte[] bytes = written.toByteArray();
        written.reset();
        return bytes;
    }

    @Override
    public void connected(Map<String, AmfValue> properties, Map<String, AmfValue> info) {
        events.add("connected %s %s".formatted(properties.keySet(), info.keySet()));
        if (!playOnceConnected.isEmpty()) {
            session.play(playOnceConnected);
        }
    }

    @Override
    public void connectRefused(Status status) {
        events.add("connectRefused " + status.code());
    }

    @Override
    public void publishStarted(int streamId, Status status) {
        events.add("publishStarted %d %s".formatted(streamId, session.streamName(streamId)));
    }

    @Override
    public void playStarted(int streamId, Status status) {
        events.add("playStarted %d %s".formatted(streamId, session.streamName(streamId)));
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

    private void take(ByteBuf bytes) {
        written.writeBytes(ByteBufUtil.getBytes(bytes));
        bytes.release();
    }
}
