package dev.headwater.rtmp.session;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import dev.headwater.rtmp.amf.AmfLimits;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.chunk.ChunkDecoder;
import dev.headwater.rtmp.handshake.HandshakeKind;
import dev.headwater.rtmp.handshake.ServerHandshake;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.CommandReader;
import dev.headwater.rtmp.message.MessageType;
import dev.headwater.rtmp.message.Redirect;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.rtmp.message.UserControl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Server side of one RTMP connection: bytes in, events and bytes out. Confined to the connection's event loop.
 *
 * <p>The owner answers connect, publish and play at once or later; an answer to what is over by then has no effect, unless
 * the client has asked anew on the same id, so the owner lets go of its own answer when it is told of the end. Commands that
 * a hasty client sends before its connect is answered wait for that. What is not for the owner ends here: control
 * messages, commands out of order, media that belongs to no publish.
 *
 * <p>The session closes no socket. It throws {@link ProtocolException} and ignores all input from then on; what it has
 * written before, such as the status that says why, is still to be flushed.
 */
public final class ServerSession {
    private static final int CONNECTION = 0;

    private final SessionLimits limits;
    private final ServerSettings settings;
    private final ServerEvents events;
    private final SessionOutput output;
    private final InstantSource clock;
    private final AmfLimits amfLimits;

    private final ServerHandshake handshake;
    private final ChunkLink link;
    private final ServerReplies replies;
    private final MessageStreams streams;
    private final StrayMedia strays = new StrayMedia();
    private final ServerStreams commands;
    private final PublishedMedia media;

    private SessionState state = SessionState.HANDSHAKE;
    private SessionState stateBeforeClose = SessionState.HANDSHAKE;
    private long receivedCommands;
    private Command.@Nullable Connect connect;
    private final ArrayDeque<Command> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private int bufferMillis;

    public ServerSession(SessionLimits limits, ServerSettings settings, ServerEvents events, SessionOutput output) {
        this(limits, settings, events, output, new SplittableRandom(), InstantSource.system());
    }

    /** @param random no secret hangs on it */
    ServerSession(
            SessionLimits limits,
            ServerSettings settings,
            ServerEvents events,
            SessionOutput output,
            RandomGenerator random,
            InstantSource clock) {
        this.limits = limits;
        this.settings = settings;
        this.events = events;
        this.output = output;
        this.clock = clock;
        amfLimits = limits.amfLimits();
        handshake = new ServerHandshake(random, clock);
        var decoder = new ChunkDecoder(limits.unauthorisedChunkLimits());
        var outbound = new Outbound(output);
        link = new ChunkLink(decoder, outbound, clock, this::message, this::userControl);
        replies = new ServerReplies(outbound);
        streams = new MessageStreams(limits.maxMessageStreams());
        commands = new ServerStreams(limits, events, replies, streams, strays);
        media = new PublishedMedia(streams, strays, limits.maxMetadataBytes(), events::media);
    }

    /**
     * Takes every readable byte of {@code in}; does not release it.
     *
     * @throws ProtocolException flush and close the peer; input is ignored from then on
     */
    public void receive(ByteBuf in) {
        try {
            if (state == SessionState.HANDSHAKE && shakeHands(in)) {
                state = SessionState.AWAITING_CONNECT;
            }
            if (state != SessionState.HANDSHAKE) {
                link.receive(in);
            }
        } catch (ProtocolException e) {
            close();
            throw e;
        }
    }

    /** Handshake, Connecting, Connected, ...: for logs. */
    public SessionState state() {
        return state;
    }

    /** Where the session stood when it was closed, for logs: the bytes of one read may have taken it through several states. */
    public SessionState stateBeforeClose() {
        return state == SessionState.CLOSED ? stateBeforeClose : state;
    }

    /** The form of the handshake: for logs. */
    public HandshakeKind handshakeKind() {
        return handshake.kind();
    }

    /** Length of our chunks once the connect has been accepted, in bytes: whoever fans frames out cuts them so. */
    public int chunkSize() {
        return settings.chunkSize();
    }

    /** True if the client said that it understands a reconnect request (Enhanced RTMP v2, capsEx bit 0). */
    public boolean canReconnect() {
        return connect != null && connect.capabilities().canReconnect();
    }

    /** How much a player buffers, as it said, in milliseconds; 0 when it said nothing. */
    public int bufferMillis() {
        return bufferMillis;
    }

    /** Bytes received since the handshake, payload and headers. */
    public long receivedBytes() {
        return link.receivedBytes();
    }

    /** Bytes that the client said last that it has received, modulo 2^32; 0 if it said nothing: for people, many never do. */
    public long acknowledgedBytes() {
        return link.acknowledgedBytes();
    }

    /** Chunks received: the work that a peer causes, which may send chunks of one byte. */
    public long receivedChunks() {
        return link.receivedChunks();
    }

    /** Commands received, of whatever kind: each costs us far more than its bytes let think. */
    public long receivedCommands() {
        return receivedCommands;
    }

    /**
     * Answers connect with success, then handles the commands that waited for it.
     *
     * @throws ProtocolException as {@link #receive}, because of one of these commands
     */
    public void acceptConnect() {
        if (state != SessionState.CONNECTING || connect == null) {
            return;
        }
        state = SessionState.CONNECTED;
        link.announceWindow(settings.windowBytes());
        replies.connectAccepted(connect, settings);
        waitingBytes = 0;
        try {
            while (state == SessionState.CONNECTED && !waiting.isEmpty()) {
                commands.handle(waiting.remove());
            }
        } catch (ProtocolException e) {
            close();
            throw e;
        }
    }

    /** The owner closes the socket after the flush. */
    public void rejectConnect(StatusCode code, String description) {
        if (state == SessionState.CONNECTING && connect != null) {
            replies.connectRefused(connect, settings, code, description);
            close();
        }
    }

    /**
     * The publish may be, and its answer is still to come: messages as long as a publisher's are read from now on. Frames among them are
     * dropped until then, as of any publish that waits.
     */
    public void authorisePublish(int streamId) {
        if (isConnected() && commands.awaitsPublish(streamId)) {
            link.limits(limits.chunkLimits());
        }
    }

    /** Starts the publish; headers and metadata that came meanwhile arrive as media from inside this call. */
    public void acceptPublish(int streamId) {
        acceptPublish(streamId, Map.of());
    }

    /** The same; {@code extra} rides in Publish.Start's info. */
    public void acceptPublish(int streamId, Map<String, AmfValue> extra) {
        if (isConnected() && commands.acceptPublish(streamId, extra)) {
            link.limits(limits.chunkLimits());
        }
    }

    public void refusePublish(int streamId, StatusCode code, String description) {
        if (isConnected()) {
            commands.refusePublish(streamId, code, description);
        }
    }

    /** Sends StreamBegin, Play.Reset (when asked), Play.Start, |RtmpSampleAccess. {@code extra} rides in Play.Start's info. */
    public void acceptPlay(int streamId, Map<String, AmfValue> extra) {
        if (isConnected()) {
            commands.acceptPlay(streamId, extra);
        }
    }

    public void refusePlay(int streamId, StatusCode code, String description) {
        if (isConnected()) {
            commands.refusePlay(streamId, code, description);
        }
    }

    /** Refuses a play and says where it is to be had, as SRS does: a status on id 0, with ex.code=302 (rtmp.md 7.1). */
    public void redirectPlay(int streamId, Redirect redirect, String description) {
        if (isConnected()) {
            commands.redirectPlay(streamId, redirect, description);
        }
    }

    /** Tells a player that its stream is over: Play.UnpublishNotify, StreamEOF, Play.Stop. The id becomes idle. */
    public void endPlay(int streamId, String description) {
        if (isConnected()) {
            commands.endPlay(streamId, description);
        }
    }

    /**
     * Tells a publisher that its publish is over. The id becomes idle.
     *
     * @param code {@code UNPUBLISH_SUCCESS}, or another if it is its fault
     */
    public void endPublish(int streamId, StatusCode code, String description) {
        if (isConnected()) {
            commands.endPublish(streamId, code, description);
        }
    }

    /** E-RTMP reconnect request, if the client announced it; false if it did not. An empty {@code tcUrl} is not sent. */
    public boolean requestReconnect(String tcUrl, String description) {
        if (!isConnected() || !canReconnect()) {
            return false;
        }
        Map<String, AmfValue> extra = tcUrl.isEmpty() ? Map.of() : Map.of("tcUrl", AmfValue.text(tcUrl));
        replies.status(CONNECTION, StatusCode.RECONNECT_REQUEST, description, extra);
        return true;
    }

    /** Asks for a sign of life. Many publishers give none, so a missing answer means nothing (COMPAT 1). */
    public void ping() {
        if (isConnected()) {
            replies.ping((int) clock.millis());
        }
    }

    /** Tells another node how old the frames are that leave for a play of its now, unsigned microseconds. */
    public void tellDelay(int streamId, int micros) {
        if (isConnected()) {
            replies.delay(streamId, micros);
        }
    }

    /** Frees partial messages. Idempotent; no event is called after it. */
    public void close() {
        stateBeforeClose = stateBeforeClose();
        state = SessionState.CLOSED;
        waiting.clear();
        commands.close();
        link.close();
    }

    private boolean isConnected() {
        return state == SessionState.CONNECTED;
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

    private void message(int typeId, int streamId, int timestamp, byte[] payload) {
        if (typeId == MessageType.COMMAND_AMF0 || typeId == MessageType.COMMAND_AMF3) {
            receivedCommands++;
            CommandReader.read(typeId, streamId, payload, amfLimits)
                    .ifPresent(command -> command(command, payload.length));
        } else {
            media.message(typeId, streamId, timestamp, payload);
        }
    }

    private void userControl(UserControl event) {
        switch (event) {
            case UserControl.SetBufferLength(int _, int millis) ->
                bufferMillis = millis < 0 ? Integer.MAX_VALUE : millis; // unsigned on the wire
            case UserControl.PublisherLost(int streamId) -> commands.publisherLost(streamId);
            default -> {} // of no use to us
        }
    }

    private void command(Command command, int bytes) {
        switch (state) {
            case AWAITING_CONNECT -> firstCommand(command);
            case CONNECTING -> {
                refuseSecondConnect(command);
                waitForConnect(command, bytes);
            }
            case CONNECTED -> {
                refuseSecondConnect(command);
                commands.handle(command);
            }
            case HANDSHAKE, CLOSED -> {}
        }
    }

    private void firstCommand(Command command) {
        switch (command) {
            case Command.Connect first -> firstConnect(first);
            case Command.Answer _ -> {} // we asked for nothing
            default -> {
                String description = "connect comes first.";
                replies.failure(command.transactionId(), StatusCode.CALL_FAILED, description);
                throw new ProtocolException(
                        ProtocolError.OUT_OF_ORDER,
                        "%s before connect".formatted(command.getClass().getSimpleName()));
            }
        }
    }

    private void firstConnect(Command.Connect command) {
        connect = command;
        state = SessionState.CONNECTING;
        String objection = limits.objectionTo(command.app());
        if (!objection.isEmpty()) {
            rejectConnect(StatusCode.CONNECT_INVALID_APP, objection);
            throw new ProtocolException(ProtocolError.BAD_NAME, "application: " + objection);
        }
        events.connect(command);
    }

    private void refuseSecondConnect(Command command) {
        if (command instanceof Command.Connect second) {
            replies.failure(second.transactionId(), StatusCode.CONNECT_REJECTED, "Connected already.");
            throw new ProtocolException(ProtocolError.OUT_OF_ORDER, "second connect on a connection");
        }
    }

    private void waitForConnect(Command command, int bytes) {
        waitingBytes += bytes;
        if (waitingBytes > limits.maxUnauthorisedMessageBytes()) {
            throw new ProtocolException(
                    ProtocolError.FLOOD,
                    "commands of %d bytes while connect is pending, over %d"
                            .formatted(waitingBytes, limits.maxUnauthorisedMessageBytes()));
        }
        waiting.add(command);
    }
}
