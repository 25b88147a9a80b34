package dev.headwater.rtmp.message;

import java.nio.ByteBuffer;

/** A user control event: message type 4 (RTMP 1.0, 6.2 and 7.1.7; events 26 to 32 as Flash Media Server sends them). */
public sealed interface UserControl extends ControlMessage {
    /** The server will send on this message stream. */
    record StreamBegin(int streamId) implements UserControl {}

    /** The server has nothing more to send on this message stream. */
    record StreamEof(int streamId) implements UserControl {}

    /** The server has nothing to send for the moment. */
    record StreamDry(int streamId) implements UserControl {}

    /**
     * How much the client buffers.
     *
     * @param millis unsigned 32-bit
     */
    record SetBufferLength(int streamId, int millis) implements UserControl {}

    record StreamIsRecorded(int streamId) implements UserControl {}

    /**
     * Wants the same {@code timestamp} back in a {@link PingResponse}.
     *
     * @param timestamp milliseconds of the sender's clock, unsigned 32-bit
     */
    record PingRequest(int timestamp) implements UserControl {}

    record PingResponse(int timestamp) implements UserControl {}

    /** The server wants the client's SWF verified; a {@link SwfVerifyResponse} is the answer. */
    record SwfVerifyRequest() implements UserControl {}

    /** @param signature 42 bytes when well made; not checked */
    record SwfVerifyResponse(Signature signature) implements UserControl {}

    record BufferEmpty(int streamId) implements UserControl {}

    record BufferReady(int streamId) implements UserControl {}

    /**
     * Our own, from node to node: how long ago the frames that leave now on this message stream came to the node that owns the
     * stream. Others ignore it, as what they do not know.
     *
     * @param micros unsigned 32-bit
     */
    record StreamDelay(int streamId, int micros) implements UserControl {
        private static final int EVENT = 0x4857;
    }

    /**
     * Our own, from node to node: who publishes on this message stream by way of the sender has vanished. Without it, and without a
     * goodbye, it is the sender that has.
     */
    record PublisherLost(int streamId) implements UserControl {
        private static final int EVENT = 0x4858;
    }

    /** An event that we do not know, or one cut short: to be ignored. */
    record Unknown(int event) implements UserControl {}

    /** Bytes with the equality of a value. */
    record Signature(ByteBuffer bytes) {
        public Signature {
            bytes = bytes.asReadOnlyBuffer();
        }
    }

    @Override
    default int typeId() {
        return MessageType.USER_CONTROL;
    }

    /** Reads the event that starts at the position of {@code in}; two bytes at least are there. */
    static UserControl read(ByteBuffer in) {
        int event = in.getShort() & 0xFFFF;
        if (in.remaining() < dataBytes(event)) {
            return new Unknown(event);
        }
        return switch (event) {
            case 0 -> new StreamBegin(in.getInt());
            case 1 -> new StreamEof(in.getInt());
            case 2 -> new StreamDry(in.getInt());
            case 3 -> new SetBufferLength(in.getInt(), in.getInt());
            case 4 -> new StreamIsRecorded(in.getInt());
            case 6 -> new PingRequest(in.getInt());
            case 7 -> new PingResponse(in.getInt());
            case 26 -> new SwfVerifyRequest();
            case 27 -> new SwfVerifyResponse(new Signature(in.slice()));
            case 31 -> new BufferEmpty(in.getInt());
            case 32 -> new BufferReady(in.getInt());
            case StreamDelay.EVENT -> new StreamDelay(in.getInt(), in.getInt());
            case PublisherLost.EVENT -> new PublisherLost(in.getInt());
            default -> new Unknown(event);
        };
    }

    /** The payload: u16 event, then its data. */
    default byte[] eventPayload() {
        return switch (this) {
            case StreamBegin(int streamId) -> event(0, streamId);
            case StreamEof(int streamId) -> event(1, streamId);
            case StreamDry(int streamId) -> event(2, streamId);
            case SetBufferLength(int streamId, int millis) -> event(3, streamId, millis);
            case StreamIsRecorded(int streamId) -> event(4, streamId);
            case PingRequest(int timestamp) -> event(6, timestamp);
            case PingResponse(int timestamp) -> event(7, timestamp);
            case SwfVerifyRequest() -> event(26);
            case SwfVerifyResponse(Signature signature) ->
                ByteBuffer.allocate(Short.BYTES + signature.bytes().remaining())
                        .putShort((short) 27)
                        .put(signature.bytes().duplicate())
                        .array();
            case BufferEmpty(int streamId) -> event(31, streamId);
            case BufferReady(int streamId) -> event(32, streamId);
            case StreamDelay(int streamId, int micros) -> event(StreamDelay.EVENT, streamId, micros);
            case PublisherLost(int streamId) -> event(PublisherLost.EVENT, streamId);
            case Unknown(int event) -> event(event);
        };
    }

    private static int dataBytes(int event) {
        return switch (event) {
            case 3, StreamDelay.EVENT -> 2 * Integer.BYTES;
            case 0, 1, 2, 4, 6, 7, 31, 32, PublisherLost.EVENT -> Integer.BYTES;
            default -> 0;
        };
    }

    private static byte[] event(int event, int... data) {
        ByteBuffer out =
                ByteBuffer.allocate(Short.BYTES + data.length * Integer.BYTES).putShort((short) event);
        for (int value : data) {
            out.putInt(value);
        }
        return out.array();
    }
}
