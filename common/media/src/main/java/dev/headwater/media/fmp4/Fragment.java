package dev.headwater.media.fmp4;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.TrackFormat;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * {@code moof} and {@code mdat} of some samples (ISO/IEC 14496-12, 8.8).
 *
 * @param samples at least one
 * @param bodies of the samples
 * @param times of the samples in units of the track's timescale, and the end of the last
 */
record Fragment(TrackFormat track, List<MediaFrame> samples, List<ByteBuffer> bodies, List<Long> times) {
    private static final int DEFAULT_BASE_IS_MOOF = 0x02_0000;
    private static final int HAS_DATA_OFFSET = 0x001;
    private static final int HAS_DURATIONS = 0x100;
    private static final int HAS_SIZES = 0x200;
    private static final int HAS_FLAGS = 0x400;
    private static final int HAS_COMPOSITION = 0x800;

    private static final int OF_AUDIO = HAS_DATA_OFFSET | HAS_DURATIONS | HAS_SIZES;
    private static final int OF_VIDEO = OF_AUDIO | HAS_FLAGS;

    /** Version of {@code tfdt} with 64 bits, and of {@code trun} with signed composition offsets. */
    private static final int VERSION_1 = 1;

    /** Needs no other sample. Audio has it by default. */
    static final int SYNC = 0x0200_0000;

    /** Needs others, and is no sync sample. */
    private static final int NOT_SYNC = 0x0101_0000;

    /** No other needs it. */
    private static final int DISPOSABLE = 0x0080_0000;

    /** {@code moof} without the fields of its samples. */
    private static final int FIXED_BYTES = 88;

    private static final long MAX_DURATION = 0xFFFF_FFFFL;

    /** @param sequence for {@code mfhd} */
    byte[] write(int sequence) {
        int flags = runFlags();
        int fields = Integer.bitCount(flags & ~HAS_DATA_OFFSET);
        int dataAt = FIXED_BYTES + samples.size() * fields * Integer.BYTES + BoxWriter.HEADER_BYTES;
        long mediaBytes = 0;
        for (var body : bodies) {
            mediaBytes += body.remaining();
        }
        var out = new BoxWriter(Math.toIntExact(dataAt + mediaBytes));
        out.box("moof", () -> {
            out.fullBox("mfhd", 0, 0, () -> out.u32(sequence));
            out.box("traf", () -> {
                out.fullBox("tfhd", 0, DEFAULT_BASE_IS_MOOF, () -> out.u32(InitSegment.TRACK_ID));
                out.fullBox("tfdt", VERSION_1, 0, () -> out.u64(times.getFirst()));
                out.fullBox("trun", VERSION_1, flags, () -> run(dataAt, flags, out));
            });
        });
        out.box("mdat", () -> bodies.forEach(out::bytes));
        return out.written();
    }

    private int runFlags() {
        if (track.kind() == FrameKind.AUDIO) {
            return OF_AUDIO;
        }
        boolean reordered = samples.stream().anyMatch(sample -> sample.compositionTimeMs() != 0);
        return reordered ? OF_VIDEO | HAS_COMPOSITION : OF_VIDEO;
    }

    private void run(int dataAt, int flags, BoxWriter out) {
        out.u32(samples.size());
        out.u32(dataAt); // counted from the start of moof
        for (int i = 0; i < samples.size(); i++) {
            var sample = samples.get(i);
            out.u32((int) Math.min(times.get(i + 1) - times.get(i), MAX_DURATION));
            out.u32(bodies.get(i).remaining());
            if ((flags & HAS_FLAGS) != 0) {
                out.u32(sample.isKeyFrame() ? SYNC : sample.isDisposable() ? NOT_SYNC | DISPOSABLE : NOT_SYNC);
            }
            if ((flags & HAS_COMPOSITION) != 0) {
                out.u32(sample.compositionTimeMs() * (track.timescale() / 1_000));
            }
        }
    }
}
