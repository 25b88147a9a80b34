package dev.headwater.media.fmp4;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.format.TrackFormat;

/** What a player reads before the fragments of a track: {@code ftyp} and {@code moov}, without media. */
public final class InitSegment {
    /** More than all but the record takes. */
    private static final int FIXED_BYTES = 1_024;

    static final int TRACK_ID = 1;

    private static final int MOVIE_TIMESCALE = 1_000;

    /** 1.0 in 16.16. */
    private static final int ONE = 0x1_0000;

    /** 1.0 in 8.8. */
    private static final int FULL_VOLUME = 0x100;

    /** Enabled, in the movie, in its preview. */
    private static final int SHOWN = 7;

    private static final int MAX_SIDE = 0xFFFF;

    /** {@code und} in three times five bits. */
    private static final int NO_LANGUAGE = 0x55C4;

    /** The media are in the file itself. */
    private static final int SELF_CONTAINED = 1;

    private final TrackFormat track;
    private final boolean isVideo;
    private final BoxWriter out;

    private InitSegment(TrackFormat track) {
        this.track = track;
        this.isVideo = track.kind() == FrameKind.VIDEO;
        this.out = new BoxWriter(FIXED_BYTES + track.record().length);
    }

    /** The segment, equal for equal tracks. */
    public static byte[] of(TrackFormat track) {
        var segment = new InitSegment(track);
        segment.fileType();
        segment.movie();
        return segment.out.written();
    }

    private void fileType() {
        out.box("ftyp", () -> {
            out.text("iso6");
            out.u32(1);
            out.text("iso6cmfcdashmp41");
            if (track.codec() == Codec.AV1) {
                out.text("av01");
            }
        });
    }

    private void movie() {
        out.box("moov", () -> {
            out.fullBox("mvhd", 0, 0, () -> {
                out.zeros(8); // creation, modification
                out.u32(MOVIE_TIMESCALE);
                out.u32(0); // duration
                out.u32(ONE); // rate
                out.u16(FULL_VOLUME);
                out.zeros(10);
                unityMatrix();
                out.zeros(24);
                out.u32(TRACK_ID + 1);
            });
            out.box("trak", this::track);
            out.box(
                    "mvex",
                    () -> out.fullBox("trex", 0, 0, () -> {
                        out.u32(TRACK_ID);
                        out.u32(1); // sample description
                        out.zeros(8); // duration, size: fragments tell
                        out.u32(isVideo ? 0 : Fragment.SYNC);
                    }));
        });
    }

    private void track() {
        out.fullBox("tkhd", 0, SHOWN, () -> {
            out.zeros(8); // creation, modification
            out.u32(TRACK_ID);
            out.zeros(4 + 4 + 8 + 2 + 2); // reserved, duration, reserved, layer, group
            out.u16(isVideo ? 0 : FULL_VOLUME);
            out.u16(0);
            unityMatrix();
            out.u32(Math.min(track.width(), MAX_SIDE) << 16);
            out.u32(Math.min(track.height(), MAX_SIDE) << 16);
        });
        out.box("mdia", () -> {
            out.fullBox("mdhd", 0, 0, () -> {
                out.zeros(8); // creation, modification
                out.u32(track.timescale());
                out.u32(0); // duration
                out.u16(NO_LANGUAGE);
                out.u16(0);
            });
            out.fullBox("hdlr", 0, 0, () -> {
                out.u32(0);
                out.text(isVideo ? "vide" : "soun");
                out.zeros(12 + 1); // reserved, no name
            });
            out.box("minf", this::mediaInformation);
        });
    }

    private void mediaInformation() {
        if (isVideo) {
            out.fullBox("vmhd", 0, 1, () -> out.zeros(8));
        } else {
            out.fullBox("smhd", 0, 0, () -> out.zeros(4));
        }
        out.box(
                "dinf",
                () -> out.fullBox("dref", 0, 0, () -> {
                    out.u32(1);
                    out.fullBox("url ", 0, SELF_CONTAINED, () -> {});
                }));
        out.box("stbl", () -> {
            out.fullBox("stsd", 0, 0, () -> {
                out.u32(1);
                SampleEntry.write(track, out);
            });
            out.fullBox("stts", 0, 0, () -> out.u32(0));
            out.fullBox("stsc", 0, 0, () -> out.u32(0));
            out.fullBox("stsz", 0, 0, () -> out.zeros(8));
            out.fullBox("stco", 0, 0, () -> out.u32(0));
        });
    }

    private void unityMatrix() {
        out.u32(ONE);
        out.zeros(12);
        out.u32(ONE);
        out.zeros(12);
        out.u32(0x4000_0000); // 1.0 in 2.30
    }
}
