package dev.headwater.rtmp.session;

import dev.headwater.rtmp.message.MediaMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what a stream cannot be understood without, while the answer to its publish or play is pending: sequence headers and
 * metadata, up to a number of bytes. Frames are let go; so is what would go over. Confined to the connection's event loop.
 */
final class HeldMedia {
    /** Holds nothing. */
    static final HeldMedia NONE = new HeldMedia(0);

    private final int maxBytes;
    private final List<MediaMessage> messages = new ArrayList<>();
    private int bytes;

    HeldMedia(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void offer(MediaMessage message) {
        int length = message.payload().length;
        if (bytes + length <= maxBytes && isNeeded(message)) {
            messages.add(message);
            bytes += length;
        }
    }

    /** What was kept, in order. */
    List<MediaMessage> messages() {
        return List.copyOf(messages);
    }

    private static boolean isNeeded(MediaMessage message) {
        byte[] payload = message.payload();
        return switch (message.kind()) {
            case DATA -> payload.length > 0;
            case AUDIO -> payload.length >= 2 && isAudioHeader(payload[0] & 0xFF, payload[1] & 0xFF);
            case VIDEO -> payload.length >= 2 && isVideoHeader(payload[0] & 0xFF, payload[1] & 0xFF);
        };
    }

    /** AAC with packet type 0, or an Enhanced RTMP SequenceStart, MultichannelConfig or Multitrack of the former. */
    private static boolean isAudioHeader(int first, int second) {
        int format = first >> 4;
        int packetType = first & 0x0F;
        return switch (format) {
            case 10 -> second == 0;
            case 9 -> packetType == 0 || packetType == 4 || (packetType == 5 && (second & 0x0F) == 0);
            default -> false;
        };
    }

    /**
     * AVC, HEVC, AV1 or VVC with packet type 0; or an Enhanced RTMP SequenceStart, Metadata, MPEG2TSSequenceStart or
     * Multitrack of the first.
     */
    private static boolean isVideoHeader(int first, int second) {
        boolean enhanced = (first & 0x80) != 0;
        int low = first & 0x0F;
        if (enhanced) {
            return low == 0 || low == 4 || low == 5 || (low == 6 && (second & 0x0F) == 0);
        }
        return (low == 7 || (low >= 12 && low <= 14)) && second == 0;
    }
}
