package dev.headwater.rtmp.message;

import dev.headwater.rtmp.amf.AmfLimits;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.MediaMessage.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What may be known of a data message (types 15 and 18) without decoding its value: the value's bytes are never touched,
 * so that players get what the encoder wrote.
 */
public final class DataMessages {
    public static final String SET_DATA_FRAME = "@setDataFrame";
    public static final String CLEAR_DATA_FRAME = "@clearDataFrame";
    public static final String ON_META_DATA = "onMetaData";
    public static final String ON_PLAY_STATUS = "onPlayStatus";
    public static final String ON_STATUS = "onStatus";
    public static final String SAMPLE_ACCESS = "|RtmpSampleAccess";

    private static final byte[] SET_DATA_FRAME_PREFIX = textValue(SET_DATA_FRAME);

    private static final int NUMBER = 0x00;
    private static final int BOOLEAN = 0x01;
    private static final int TEXT = 0x02;
    private static final int NULL = 0x05;
    private static final int UNDEFINED = 0x06;
    private static final int DATE = 0x0B;
    private static final int UNSUPPORTED = 0x0D;

    private DataMessages() {}

    /** A message of type 15 or 18 as a DATA message; a type 15 one loses its format byte (rtmp.md 5.3). */
    public static MediaMessage fromWire(int typeId, int streamId, int timestamp, byte[] payload) {
        boolean hasFormatByte = typeId == MessageType.DATA_AMF3 && payload.length > 0 && payload[0] == 0;
        byte[] values = hasFormatByte ? Arrays.copyOfRange(payload, 1, payload.length) : payload;
        return new MediaMessage(Kind.DATA, streamId, timestamp, values);
    }

    /** The name that a data message starts with; empty if it starts with anything else, or is cut short. */
    public static String nameOf(byte[] payload) {
        if (payload.length < 3 || payload[0] != TEXT) {
            return "";
        }
        int length = Byte.toUnsignedInt(payload[1]) << 8 | Byte.toUnsignedInt(payload[2]);
        return length <= payload.length - 3 ? new String(payload, 3, length, StandardCharsets.UTF_8) : "";
    }

    /**
     * What a publisher's data message says to the stream: plain values in front of the name are skipped (some cameras send
     * a number), and {@code @setDataFrame} is taken off, so what is left starts with {@code onMetaData} or another name.
     * {@code @clearDataFrame} stays in front. Empty for a message without a name, such as the four bytes of zeros that
     * ffmpeg sends for an empty data packet.
     */
    public static Optional<MediaMessage> published(MediaMessage message) {
        byte[] payload = message.payload();
        int start = skipPlainValues(payload);
        String name = start == 0 ? nameOf(payload) : nameOf(tail(payload, start));
        if (name.equals(SET_DATA_FRAME)) {
            start += SET_DATA_FRAME_PREFIX.length;
            name = nameOf(tail(payload, start));
        }
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                start == 0
                        ? message
                        : new MediaMessage(Kind.DATA, message.streamId(), message.timestamp(), tail(payload, start)));
    }

    /** The payload that publishes metadata: {@code @setDataFrame} in front of {@code onMetaData}; others as they are. */
    public static byte[] toPublish(byte[] payload) {
        if (!nameOf(payload).equals(ON_META_DATA)) {
            return payload;
        }
        return ByteBuffer.allocate(SET_DATA_FRAME_PREFIX.length + payload.length)
                .put(SET_DATA_FRAME_PREFIX)
                .put(payload)
                .array();
    }

    /** The payload of a data message of type 18. */
    public static byte[] write(AmfValue... values) {
        return CommandValues.write(List.of(values));
    }

    /**
     * The value behind the name: undefined if there is none.
     *
     * @throws dev.headwater.rtmp.ProtocolException BAD_AMF or AMF_LIMIT
     */
    public static AmfValue valueOf(byte[] payload, AmfLimits limits) {
        return CommandValues.read(MessageType.DATA_AMF0, payload, limits)
                .map(values -> values.arguments().isEmpty() ? values.commandObject() : values.argument(0))
                .orElse(AmfValue.Nothing.UNDEFINED);
    }

    private static int skipPlainValues(byte[] payload) {
        int at = 0;
        while (at < payload.length) {
            int bytes = switch (payload[at]) {
                case NUMBER -> 9;
                case BOOLEAN -> 2;
                case NULL, UNDEFINED, UNSUPPORTED -> 1;
                case DATE -> 11;
                default -> 0;
            };
            if (bytes == 0) {
                return at;
            }
            at += bytes;
        }
        return payload.length;
    }

    private static byte[] tail(byte[] payload, int start) {
        return Arrays.copyOfRange(payload, start, payload.length);
    }

    private static byte[] textValue(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(3 + bytes.length)
                .put((byte) TEXT)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }
}
