package dev.headwater.rtmp.chunk;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** One chunk stream of the peer: the last header, on which later ones lean, and the message that is on its way. */
final class IncomingChunkStream {
    /**
     * A new message of format 3 right behind a format 0 is later by that header's whole timestamp, says the
     * specification (RTMP 1.0, 5.3.1.2.4). Above this, in milliseconds, no sender can mean it: then it is no later.
     */
    private static final int MAX_TIMESTAMP_AS_DELTA = 3_600_000;

    private static final byte[] EMPTY = {};

    private int timestamp;
    private int delta;
    private int length;
    private int typeId;
    private int streamId;

    // The time field of the last header that had one, as on the wire.
    private int rawTime;
    private boolean extended;
    private boolean absolute;

    private byte[] payload = EMPTY;
    private int received;

    int timestamp() {
        return timestamp;
    }

    int length() {
        return length;
    }

    int typeId() {
        return typeId;
    }

    int streamId() {
        return streamId;
    }

    /** True if chunks of format 3 may carry an extended timestamp. */
    boolean extended() {
        return extended;
    }

    int rawTime() {
        return rawTime;
    }

    /** Payload bytes of the message on its way. */
    int received() {
        return received;
    }

    /** Room for payload that has not arrived, in bytes; none once a message is whole. */
    int unfilled() {
        return payload.length - received;
    }

    boolean unfinished() {
        return received > 0;
    }

    boolean whole() {
        return received == length;
    }

    /** A new message begins with a header of format 0. */
    void beginAt(int time, int length, int typeId, int streamId) {
        timestamp = time;
        delta = Integer.compareUnsigned(time, MAX_TIMESTAMP_AS_DELTA) > 0 ? 0 : time;
        absolute = true;
        this.length = length;
        this.typeId = typeId;
        this.streamId = streamId;
    }

    /** A new message begins with a header of format 1 or 2. Its time, as unsigned 32 bits, may go round. */
    void beginAfter(int delta, int length, int typeId) {
        timestamp += delta;
        this.delta = delta;
        absolute = false;
        this.length = length;
        this.typeId = typeId;
    }

    /** A new message begins with a header of format 3 and is like the one before. */
    void beginAlike() {
        timestamp += delta;
    }

    /** As {@link #beginAlike()}, with the extended timestamp that stood behind the header. */
    void beginAlike(int extendedTime) {
        rawTime = extendedTime;
        if (absolute) {
            timestamp = extendedTime;
        } else {
            delta = extendedTime;
            timestamp += delta;
        }
    }

    /** Keeps the time field of a header of format 0, 1 or 2, for the chunks of format 3 that follow it. */
    void keepRawTime(int time, boolean extended) {
        rawTime = time;
        this.extended = extended;
    }

    /**
     * Takes {@code count} bytes of payload. The array grows with what arrives, never to what was declared.
     *
     * @param expected how many bytes to make room for at least, if the message is that long
     */
    void append(ByteBuf in, int count, int expected) {
        int needed = received + count;
        if (needed > payload.length) {
            int capacity = Math.max(received + Math.max(count, expected), 2 * payload.length);
            payload = Arrays.copyOf(payload, Math.min(capacity, length));
        }
        in.readBytes(payload, received, count);
        received = needed;
    }

    /** The payload of a whole message; the array has exactly its length. */
    byte[] take() {
        byte[] taken = payload;
        drop();
        return taken;
    }

    /** Forgets the message on its way, but not the header. */
    void drop() {
        payload = EMPTY;
        received = 0;
    }
}
