package dev.headwater.rtmp.session;

import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.chunk.ChunkEncoder;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.CommandWriter;
import dev.headwater.rtmp.message.ControlMessage;
import dev.headwater.rtmp.message.MediaMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A server session on a bench: messages in by hand, events and answers out as text. Accepts everything unless told. */
class ServerBench implements ServerEvents {
    /** C0, C1 and C2 of a simple handshake. */
    static final int CLIENT_HANDSHAKE_BYTES = 1 + 2 * 1536;

    static final int SERVER_HANDSHAKE_BYTES = 1 + 2 * 1536;

    final List<String> events = new ArrayList<>();
    final ServerSession session;
    final WireText wire = new WireText();
    boolean answers = true;
    long nowMillis = 1_000_000;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ChunkEncoder client = new ChunkEncoder();

    ServerBench() {
        this(SessionLimits.DEFAULTS);
    }

    ServerBench(SessionLimits limits) {
        session = new ServerSession(
                limits,
                new ServerSettings(4096, 2_500_000),
                this,
                this::take,
                new SplittableRandom(1),
                () -> Instant.ofEpochMilli(nowMillis));
    }

    /** A bench behind handshake and connect, whose answers so far have been taken away. */
    static ServerBench connected() {
        var bench = new ServerBench().shakeHands().command(0, connect(Map.of()));
        bench.answers();
        bench.events.clear();
        return bench;
    }

    static Command.Connect connect(Map<String, AmfValue> extra) {
        var properties = new LinkedHashMap<String, AmfValue>();
        properties.put("app", new AmfValue.Text("live"));
        properties.put("tcUrl", new AmfValue.Text("rtmp://localhost/live"));
        properties.putAll(extra);
        return new Command.Connect(1, "live", "rtmp://localhost/live", properties);
    }

    static byte[] clientHandshake() {
        byte[] bytes = new byte[CLIENT_HANDSHAKE_BYTES];
        bytes[0] = 3;
        return bytes;
    }

    ServerBench shakeHands() {
        feed(clientHandshake());
        byte[] answer = takeWritten();
        if (answer.length != SERVER_HANDSHAKE_BYTES) {
            throw new AssertionError("handshake answered with %d bytes".formatted(answer.length));
        }
        return this;
    }

    ServerBench feed(byte[] bytes) {
        session.receive(Unpooled.wrappedBuffer(bytes));
        return this;
    }

    ServerBench feedHex(String hex) {
        return feed(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }

    ServerBench command(int streamId, Command command) {
        return feed(chunks(streamId, command));
    }

    ServerBench control(ControlMessage control) {
        return feed(chunks(control));
    }

    ServerBench message(int typeId, int streamId, int timestamp, byte[] payload) {
        return feed(chunks(typeId, streamId, timestamp, payload));
    }

    ServerBench hex(int typeId, int streamId, String payload) {
        return message(typeId, streamId, 0, ByteBufUtil.decodeHexDump(payload.replace(" ", "")));
    }

    /** The bytes that would bring this message, in the order of calls. */
    byte[] chunks(int typeId, int streamId, int timestamp, byte[] payload) {
        ByteBuf out = Unpooled.buffer();
        client.encode(typeId, 3 + typeId, streamId, timestamp, payload, out);
        return ByteBufUtil.getBytes(out);
    }

    byte[] chunks(Command command) {
        return chunks(0, command);
    }

    byte[] chunks(int streamId, Command command) {
        return chunks(20, streamId, 0, CommandWriter.write(command));
    }

    byte[] chunks(ControlMessage control) {
        return chunks(control.typeId(), 0, 0, control.payload());
    }

    /** What the session has answered since the last call, a line for each message. */
    List<String> answers() {
        return wire.read(takeWritten());
    }

    byte[] takeWritten() {
        byte[] bytes = written.toByteArray();
        written.reset();
        return bytes;
    }

    @Override
    public void connect(Command.Connect connect) {
        events.add("connect " + connect.app());
        if (answers) {
            session.acceptConnect();
        }
    }

    @Override
    public void publish(Command.Publish publish) {
        events.add("publish %d %s %s".formatted(publish.streamId(), publish.name(), publish.type()));
        if (answers) {
            session.acceptPublish(publish.streamId());
        }
    }

    @Override
    public void play(Command.Play play) {
        events.add("play %d %s".formatted(play.streamId(), play.name()));
        if (answers) {
            session.acceptPlay(play.streamId(), Map.of());
        }
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
    public void publishEnded(int streamId) {
        events.add("publishEnded " + streamId);
    }

    @Override
    public void publisherLost(int streamId) {
        events.add("publisherLost " + streamId);
    }

    @Override
    public void playEnded(int streamId) {
        events.add("playEnded " + streamId);
    }

    @Override
    public void pause(int streamId, boolean paused) {
        events.add("pause %d %s".formatted(streamId, paused));
    }

    @Override
    public void receive(int streamId, MediaMessage.Kind kind, boolean wanted) {
        events.add("receive %d %s %s".formatted(streamId, kind, wanted));
    }

    private void take(ByteBuf bytes) {
        written.writeBytes(ByteBufUtil.getBytes(bytes));
        bytes.release();
    }
}
