package dev.headwater.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One RTMP message as {@link ScriptedPeer} sends and gets it.
 *
 * @param type message type id (RTMP 1.0, 5.4 and 7.1)
 * @param streamId message stream id
 * @param timestampMs absolute
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record Message(int type, int streamId, long timestampMs, byte[] payload) {
    public static final int SET_CHUNK_SIZE = 1;
    public static final int ACKNOWLEDGEMENT = 3;
    public static final int USER_CONTROL = 4;
    public static final int AUDIO = 8;
    public static final int VIDEO = 9;
    public static final int DATA = 18;
    public static final int COMMAND = 20;

    /** A command of AMF0 values: name, transaction id, object, arguments. */
    public static Message command(int streamId, @Nullable Object... values) {
        return new Message(COMMAND, streamId, 0, Amf0.encode(values));
    }

    /** Set Chunk Size; the peer that sends it must also chunk by it. */
    public static Message setChunkSize(int bytes) {
        return new Message(
                SET_CHUNK_SIZE, 0, 0, ByteBuffer.allocate(4).putInt(bytes).array());
    }

    /** The AMF0 values of a command or data message. */
    public List<@Nullable Object> values() {
        return Amf0.decode(payload);
    }

    /** Whether this is the command {@code name}. */
    public boolean isCommand(String name) {
        return type == COMMAND && name.equals(values().getFirst());
    }

    /** Whether this is a media message with a coded frame or header in it, not data. */
    public boolean isMedia() {
        return type == AUDIO || type == VIDEO;
    }

    /** Whether this is an {@code onStatus}, {@code _error} or {@code _result} whose info has {@code code}. */
    public boolean isStatus(String code) {
        return type == COMMAND && code.equals(statusCode());
    }

    /** The {@code code} of the last value, if this command ends with an info object. Empty if there is none. */
    public String statusCode() {
        return type == COMMAND && values().getLast() instanceof Map<?, ?> info
                ? Objects.toString(info.get("code"), "")
                : "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Message that
                && type == that.type
                && streamId == that.streamId
                && timestampMs == that.timestampMs
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, streamId, timestampMs, Arrays.hashCode(payload));
    }

    @Override
    public String toString() {
        String content = switch (type) {
            case COMMAND, DATA -> values().toString();
            default ->
                HexFormat.of().formatHex(payload, 0, Math.min(payload.length, 24)) + " (" + payload.length + " bytes)";
        };
        return "type %d, stream %d, %d ms: %s".formatted(type, streamId, timestampMs, content);
    }
}
