package dev.headwater.rtmp.session;

import dev.headwater.rtmp.ProtocolException;
import dev.headwater.rtmp.amf.AmfLimits;
import dev.headwater.rtmp.amf.AmfProperties;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.chunk.ChunkDecoder;
import dev.headwater.rtmp.handshake.ClientHandshake;
import dev.headwater.rtmp.handshake.HandshakeKind;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.MessageType;
import dev.headwater.rtmp.message.PublishType;
import dev.headwater.rtmp.message.Reply;
import dev.headwater.rtmp.message.ReplyReader;
import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.rtmp.message.UserControl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Client side of one RTMP connection: bytes in, events and bytes out. Confined to the connection's event loop.
 *
 * <p>Plays and publishes as many streams as it is asked to, each on a message stream of its own. Control messages end here.
 * The session closes no socket: it throws {@link ProtocolException} and ignores all input from then on.
 */
public final class ClientSession {
    private final ClientSettings settings;
    private final ClientEvents events;
    private final SessionOutput output;
    private final AmfLimits amfLimits;

    private final ClientHandshake handshake;
    private final Outbound outbound;
    private final ChunkLink link;
    private final ClientStreams streams;

    private SessionState state = SessionState.HANDSHAKE;

    public ClientSession(SessionLimits limits, ClientSettings settings, ClientEvents events, SessionOutput output) {
        this(limits, settings, events, output, new SplittableRandom(), InstantSource.system());
    }

    /** @param random no secret hangs on it */
    ClientSession(
            SessionLimits limits,
            ClientSettings settings,
            ClientEvents events,
            SessionOutput output,
            RandomGenerator random,
            InstantSource clock) {
        this.settings = settings;
        this.events = events;
        this.output = output;
        amfLimits = limits.amfLimits();
        handshake = new ClientHandshake(
                settings.digest() ? HandshakeKind.DIGEST_FIRST : HandshakeKind.SIMPLE, random, clock);
        outbound = new Outbound(output);
        // the server is one that we chose to call, so its messages may be long from the start
        link = new ChunkLink(new ChunkDecoder(limits.chunkLimits()), outbound, clock, this::message, this::userControl);
        streams = new ClientStreams(events, outbound, limits);
    }

    /** Sends C0 and C1; connect follows by itself. */
    public void start() {
        ByteBuf out = ByteBufAllocator.DEFAULT.buffer();
        handshake.start(out);
        output.write(out);
    }

    /**
     * Takes every readable byte of {@code in}; does not release it.
     *
     * @throws ProtocolException close the socket
     */
    public void receive(ByteBuf in) {
        try {
            if (state == SessionState.HANDSHAKE && shakeHands(in)) {
                connect();
            }
            if (state != SessionState.HANDSHAKE) {
                link.receive(in);
            }
        } catch (ProtocolException e) {
            close();
            throw e;
        }
    }

    /** Where the session stands: for logs. */
    public SessionState state() {
        return state;
    }

    /** The form of the handshake: for logs. */
    public HandshakeKind handshakeKind() {
        return handshake.kind();
    }

    /** After {@code connected}: createStream, then play. The stream id arrives in {@code playStarted}. */
    public void play(String name) {
        requireConnected();
        streams.play(name);
    }

    /** After {@code connected}: releaseStream, FCPublish, createStream, then publish. */
    public void publish(String name, PublishType type) {
        requireConnected();
        streams.publish(name, type);
    }

    /** What was asked for on this message stream: tells several plays apart. Empty if there is no such stream. */
    public String streamName(int streamId) {
        return streams.name(streamId);
    }

    /**
     * Sends one frame of a publish that started; metadata gets its {@code @setDataFrame} here. Nothing is sent once the
     * publish is over.
     */
    public void send(MediaMessage message) {
        streams.send(message);
    }

    /** FCUnpublish where it applies, then deleteStream. No event is called for this stream after it. */
    public void deleteStream(int streamId) {
        if (state == SessionState.CONNECTED) {
            streams.delete(streamId);
        }
    }

    /** Tells another node that who publishes there by way of us has vanished; the connection is to be closed then. */
    public void publisherLost(int streamId) {
        if (state == SessionState.CONNECTED) {
            outbound.control(new UserControl.PublisherLost(streamId));
        }
    }

    /**
     * Asks the server to answer, behind what it has queued for us.
     *
     * @param timestamp comes back in {@link ClientEvents#pingAnswered}
     */
    public void ping(int timestamp) {
        if (state == SessionState.CONNECTED) {
            outbound.control(new UserControl.PingRequest(timestamp));
        }
    }

    /** Acknowledges what was received, owed or not (RTMP 1.0, 5.4.3): a peer that has closed its socket answers with RST. */
    public void acknowledge() {
        if (state == SessionState.CONNECTED) {
            link.acknowledge();
        }
    }

    /** Bytes received since the handshake, payload and headers. */
    public long receivedBytes() {
        return link.receivedBytes();
    }

    /** Frees partial messages. Idempotent; no event is called after it. */
    public void close() {
        state = SessionState.CLOSED;
        streams.close();
        link.close();
    }

    private void requireConnected() {
        if (state != SessionState.CONNECTED) {
            throw new IllegalStateException("not connected but " + state);
        }
    }

    private boolean shakeHands(ByteBuf in) {
        ByteBuf out = ByteBufAllocator.DEFAULT.buffer();
        try {
            boolean complete = handshake.advance(in, out);
            if (out.isReadable()) {
                output.write(out.retain());
            }
            return complete;
        } finally {
            out.release();
        }
    }

    private void connect() {
        state = SessionState.CONNECTING;
        AmfProperties properties = new AmfProperties()
                .put("app", settings.app())
                .put("type", "nonprivate")
                .put("flashVer", settings.flashVer())
                .put("tcUrl", settings.tcUrl())
                .put("fpad", false)
                .put("capabilities", 15)
                .put("audioCodecs", 4071)
                .put("videoCodecs", 252)
                .put("videoFunction", 1)
                .put("objectEncoding", 0)
                .putAll(settings.extra());
        outbound.chunkSize(settings.chunkSize());
        outbound.command(new Command.Connect(
                ClientStreams.CONNECT_TRANSACTION,
                settings.app(),
                settings.tcUrl(),
                properties.object().properties()));
    }

    private void message(int typeId, int streamId, int timestamp, byte[] payload) {
        if (typeId == MessageType.COMMAND_AMF0 || typeId == MessageType.COMMAND_AMF3) {
            ReplyReader.read(typeId, streamId, payload, amfLimits).ifPresent(this::reply);
        } else if (state == SessionState.CONNECTED) {
            streams.media(typeId, streamId, timestamp, payload);
        }
    }

    private void userControl(UserControl event) {
        if (state != SessionState.CONNECTED) {
            return;
        }
        switch (event) {
            case UserControl.StreamEof(int streamId) -> streams.endOfStream(streamId);
            case UserControl.PingResponse(int timestamp) -> events.pingAnswered(timestamp);
            case UserControl.StreamDelay(int streamId, int micros) -> events.delayTold(streamId, micros);
            default -> {} // of no use to us
        }
    }

    private void reply(Reply reply) {
        switch (state) {
            case CONNECTING -> answerToConnect(reply);
            case CONNECTED -> {
                if (reply instanceof Reply.OnStatus(int _, Status status) && status.is(StatusCode.RECONNECT_REQUEST)) {
                    Optional<String> tcUrl = Optional.ofNullable(
                                    status.properties().get("tcUrl"))
                            .flatMap(AmfValue::asText);
                    events.reconnectRequested(tcUrl.orElse(""), status.description());
                } else {
                    streams.reply(reply);
                }
            }
            case HANDSHAKE, AWAITING_CONNECT, CLOSED -> {}
        }
    }

    private void answerToConnect(Reply reply) {
        switch (reply) {
            case Reply.Result(double id, AmfValue properties, AmfValue info)
            when id == ClientStreams.CONNECT_TRANSACTION -> connected(properties, info);
            case Reply.Failure(double id, AmfValue _, Status status)
            when id == ClientStreams.CONNECT_TRANSACTION -> refused(status);
            case Reply.OnStatus(int _, Status status) when status.isError() -> refused(status); // SRS, to redirect
            case Reply.Close() -> refused(Status.of(StatusCode.CONNECT_CLOSED, "The server closed."));
            default -> {} // onBWDone and the like, from servers in a hurry
        }
    }

    private void connected(AmfValue properties, AmfValue info) {
        state = SessionState.CONNECTED;
        link.announceWindow(settings.windowBytes());
        events.connected(properties.properties(), info.properties());
    }

    private void refused(Status status) {
        close();
        events.connectRefused(status);
    }
}
