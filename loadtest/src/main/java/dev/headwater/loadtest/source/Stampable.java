package dev.headwater.loadtest.source;

import static dev.headwater.loadtest.source.SendStamp.AVC_HEADER_BYTES;
import static dev.headwater.loadtest.source.SendStamp.LAST_SLICE_TYPE;
import static dev.headwater.loadtest.source.SendStamp.LENGTH_BYTES;
import static dev.headwater.loadtest.source.SendStamp.NAL_TYPE_BITS;
import static dev.headwater.loadtest.source.SendStamp.SEI;
import static dev.headwater.loadtest.source.SendStamp.SEI_HEADER_BYTES;
import static dev.headwater.loadtest.source.SendStamp.UUID;
import static dev.headwater.loadtest.source.SendStamp.lengthAt;

/**
 * A real video frame with room for a stamp: an SEI message of user data right before its first slice, and so behind all that
 * must come first in an access unit (ITU-T H.264, 7.4.1.2.3). Thread-safe.
 *
 * <p>What is no AVC frame with lengths of four bytes has no room: it travels as it is, and its latency is not measured.
 */
final class Stampable {
    private static final int NOWHERE = -1;
    private static final int USER_DATA_UNREGISTERED = 5;
    private static final int RBSP_STOP = 0x80;

    private final byte[] payload;
    private final int at;

    private Stampable(byte[] payload, int at) {
        this.payload = payload;
        this.at = at;
    }

    static Stampable of(byte[] payload) {
        int slice = firstSlice(payload);
        if (slice == NOWHERE) {
            return new Stampable(payload, NOWHERE);
        }
        int contentBytes = UUID.length + SendStamp.BYTES;
        int nalBytes = SEI_HEADER_BYTES + contentBytes + 1;
        byte[] room = new byte[payload.length + LENGTH_BYTES + nalBytes];
        System.arraycopy(payload, 0, room, 0, slice);
        int nal = slice + LENGTH_BYTES;
        room[nal - 1] = (byte) nalBytes;
        room[nal] = SEI;
        room[nal + 1] = USER_DATA_UNREGISTERED;
        room[nal + 2] = (byte) contentBytes;
        System.arraycopy(UUID, 0, room, nal + SEI_HEADER_BYTES, UUID.length);
        room[nal + nalBytes - 1] = (byte) RBSP_STOP;
        System.arraycopy(payload, slice, room, nal + nalBytes, payload.length - slice);
        return new Stampable(room, nal + SEI_HEADER_BYTES + UUID.length);
    }

    boolean canCarryStamp() {
        return at != NOWHERE;
    }

    /** The frame, sent now. */
    byte[] stamped(long sequence) {
        byte[] copy = payload.clone();
        SendStamp.write(copy, at, sequence, 0);
        return copy;
    }

    /** Where the first NAL unit that is a slice starts, its length included. */
    private static int firstSlice(byte[] payload) {
        if (!SendStamp.isAvcFrame(payload)) {
            return NOWHERE;
        }
        int at = AVC_HEADER_BYTES;
        while (at + LENGTH_BYTES < payload.length) {
            int type = payload[at + LENGTH_BYTES] & NAL_TYPE_BITS;
            int length = lengthAt(payload, at);
            if (length <= 0 || length > payload.length - at - LENGTH_BYTES) {
                return NOWHERE;
            }
            if (type >= 1 && type <= LAST_SLICE_TYPE) {
                return at;
            }
            at += LENGTH_BYTES + length;
        }
        return NOWHERE;
    }
}
