package dev.headwater.media.flv;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;

/**
 * HEVC in tags has two forms: codec id 12 in FLV's own layout, which players of one country have read for long, and Enhanced RTMP's
 * FourCC. Thread-safe.
 */
public enum HevcTags {
    /** As Enhanced RTMP has it: {@code hvc1}. */
    ENHANCED {
        @Override
        byte[] written(MediaFrame frame, byte[] tag) {
            boolean coded = tag[1] == LEGACY_NALU;
            byte[] written =
                    new byte[tag.length + (coded ? EX_HEADER_BYTES - 2 : EX_HEADER_BYTES - LEGACY_HEADER_BYTES)];
            written[0] = (byte) (EX_HEADER | (tag[0] & FRAME_TYPE_BITS) | tag[1]); // 0, 1 and 2 mean the same in both
            for (int i = 0; i < FOUR_CC.length; i++) {
                written[1 + i] = FOUR_CC[i];
            }
            int from = coded ? 2 : LEGACY_HEADER_BYTES; // a composition time stands before coded frames alone
            System.arraycopy(tag, from, written, EX_HEADER_BYTES, tag.length - from);
            return written;
        }

        @Override
        boolean isOther(byte[] tag) {
            return (tag[0] & EX_HEADER) == 0
                    && tag.length >= LEGACY_HEADER_BYTES
                    && tag[1] >= 0
                    && tag[1] <= LEGACY_END;
        }
    },

    /** Codec id 12. */
    LEGACY {
        @Override
        byte[] written(MediaFrame frame, byte[] tag) {
            int body = frame.bodyStart();
            byte[] written = new byte[LEGACY_HEADER_BYTES + tag.length - body];
            int packetType = tag[0] & EX_PACKET_TYPE_BITS;
            written[0] = (byte) ((tag[0] & FRAME_TYPE_BITS) | LEGACY_CODEC);
            written[1] = (byte) (packetType == EX_CODED_FRAMES_X ? LEGACY_NALU : packetType);
            int compositionMs = frame.compositionTimeMs();
            written[2] = (byte) (compositionMs >> 16);
            written[3] = (byte) (compositionMs >> 8);
            written[4] = (byte) compositionMs;
            System.arraycopy(tag, body, written, LEGACY_HEADER_BYTES, tag.length - body);
            return written;
        }

        // neither several tracks nor extensions can be said in the old form: such a tag stays as it is
        @Override
        boolean isOther(byte[] tag) {
            return (tag[0] & EX_HEADER) != 0 && (tag[0] & EX_PACKET_TYPE_BITS) <= EX_CODED_FRAMES_X;
        }
    };

    /** What a tag may grow by. */
    public static final int MAX_GROWTH_BYTES = 3;

    private static final int EX_HEADER = 0x80;
    private static final int FRAME_TYPE_BITS = 0x70;
    private static final int EX_PACKET_TYPE_BITS = 0x0F;
    private static final int EX_CODED_FRAMES_X = 3;
    private static final byte[] FOUR_CC = {'h', 'v', 'c', '1'};
    private static final int EX_HEADER_BYTES = 5;

    private static final int LEGACY_CODEC = 12;
    private static final int LEGACY_NALU = 1;
    private static final int LEGACY_END = 2;
    private static final int LEGACY_HEADER_BYTES = 5;

    /** The frame with its tag in this form; the same frame if it is in it already, or is no HEVC. */
    public MediaFrame apply(MediaFrame frame) {
        if (frame.codec() != Codec.HEVC || !isOther(frame.payload())) {
            return frame;
        }
        return MediaFrame.of(FrameKind.VIDEO, frame.timestampMs(), written(frame, frame.payload()));
    }

    abstract byte[] written(MediaFrame frame, byte[] tag);

    /** Whether a tag of HEVC is in the other form, and can be in this one. */
    abstract boolean isOther(byte[] tag);
}
