package dev.headwater.rtmp.session;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import dev.headwater.rtmp.chunk.AckWindow;
import dev.headwater.rtmp.chunk.ChunkDecoder;
import dev.headwater.rtmp.chunk.ChunkLimits;
import dev.headwater.rtmp.chunk.RawMessageSink;
import dev.headwater.rtmp.message.ControlMessage;
import dev.headwater.rtmp.message.MessageType;
import dev.headwater.rtmp.message.UserControl;
import io.netty.buffer.ByteBuf;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What both sides of a connection do with the bytes behind the handshake: takes them apart into messages, applies and answers
 * the control messages, owes the acknowledgements. Confined to the connection's event loop.
 */
final class ChunkLink {
    /**
     * Acknowledgements are looked at each time so many bytes have come, so that they leave at the same places however the
     * bytes were cut. Half of the smallest window, so none is ever late.
     */
    private static final int ACK_CHECK_BYTES = 16 << 10;

    /** Messages of no known type: 3 before anything sensible is no RTMP, 100 in a row is a peer gone mad. */
    private static final int UNKNOWN_AT_FIRST = 3;

    private static final int UNKNOWN_IN_A_ROW = 100;
    private static final int FIRST_CHUNK_STREAM_ID = 2;

    private final ChunkDecoder decoder;
    private final Outbound outbound;
    private final AckWindow acks = new AckWindow();
    private final PeerBandwidth bandwidth = new PeerBandwidth();
    private final AnswerBudget answers;
    private final RawMessageSink sink = this::message;
    private final RawMessageSink messages;
    private final Consumer<UserControl> events;
    private int unknownAllowed = UNKNOWN_AT_FIRST;
    private int unknownInARow;
    private long acknowledged;
    private boolean closed;

    /**
     * @param messages takes every message that is no control message
     * @param events takes the user control events, after pings have been answered
     */
    ChunkLink(
            ChunkDecoder decoder,
            Outbound outbound,
            InstantSource clock,
            RawMessageSink messages,
            Consumer<UserControl> events) {
        this.decoder = decoder;
        this.outbound = outbound;
        this.answers = new AnswerBudget(clock);
        this.messages = messages;
        this.events = events;
    }

    /** Takes every readable byte. */
    void receive(ByteBuf in) {
        while (in.isReadable()) {
            int untilCheck = ACK_CHECK_BYTES - (int) (acks.received() % ACK_CHECK_BYTES);
            int count = Math.min(untilCheck, in.readableBytes());
            acks.received(count);
            decoder.decode(in.readSlice(count), sink);
            if (closed) {
                in.skipBytes(in.readableBytes());
            } else if (count == untilCheck && acks.owed()) {
                acknowledge();
            }
        }
    }

    void acknowledge() {
        outbound.control(new ControlMessage.Acknowledgement(acks.acknowledge()));
    }

    /** Tells the peer our window. */
    void announceWindow(int bytes) {
        bandwidth.announced(bytes);
        outbound.control(new ControlMessage.WindowAckSize(bytes));
    }

    /** Changes the limits for messages that begin from now on. */
    void limits(ChunkLimits limits) {
        decoder.limits(limits);
    }

    /** Bytes behind the handshake so far. */
    long receivedBytes() {
        return acks.received();
    }

    /** What the peer said last that it has received, modulo 2^32; 0 if it said nothing. */
    long acknowledgedBytes() {
        return acknowledged;
    }

    /** Chunks begun so far: the work that the peer caused, whatever its chunk size. */
    long receivedChunks() {
        return decoder.chunks();
    }

    void close() {
        closed = true;
        decoder.close();
    }

    private void message(int typeId, int streamId, int timestamp, byte[] payload) {
        if (ControlMessage.isControl(typeId)) {
            known();
            control(ControlMessage.read(typeId, payload));
            return;
        }
        switch (typeId) {
            case MessageType.AUDIO,
                    MessageType.VIDEO,
                    MessageType.DATA_AMF0,
                    MessageType.DATA_AMF3,
                    MessageType.COMMAND_AMF0,
                    MessageType.COMMAND_AMF3,
                    MessageType.AGGREGATE -> {
                known();
                messages.message(typeId, streamId, timestamp, payload);
            }
            case MessageType.SHARED_OBJECT_AMF0, MessageType.SHARED_OBJECT_AMF3 -> known(); // not offered: ignored
            default -> unknown(typeId);
        }
    }

    private void control(ControlMessage message) {
        switch (message) {
            case ControlMessage.SetChunkSize(int bytes) -> decoder.chunkSize(bytes);
            case ControlMessage.Abort(int chunkStreamId)
            when chunkStreamId >= FIRST_CHUNK_STREAM_ID -> decoder.abort(chunkStreamId);
            case ControlMessage.Abort _ -> {} // an id that cannot be has no message to give up
            case ControlMessage.Acknowledgement(int bytes) ->
                acknowledged = Integer.toUnsignedLong(bytes); // output never waits for one
            case ControlMessage.WindowAckSize(int bytes) -> acks.resize(bytes);
            case ControlMessage.SetPeerBandwidth request ->
                bandwidth.apply(request).ifPresent(window -> {
                    if (answers.take()) {
                        outbound.control(new ControlMessage.WindowAckSize(window));
                    }
                });
            case UserControl.PingRequest(int timestamp) -> {
                if (answers.take()) {
                    outbound.control(new UserControl.PingResponse(timestamp));
                }
            }
            case UserControl event -> events.accept(event);
        }
    }

    private void known() {
        unknownInARow = 0;
        unknownAllowed = UNKNOWN_IN_A_ROW;
    }

    private void unknown(int typeId) {
        unknownInARow++;
        if (unknownInARow >= unknownAllowed) {
            throw new ProtocolException(
                    ProtocolError.NOT_RTMP,
                    "%d messages in a row of unknown types, the last of type %d".formatted(unknownInARow, typeId));
        }
    }
}
