package dev.headwater.media.fmp4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.ClipFrames;
import dev.headwater.media.format.TrackFormat;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.FragmentedMp4;
import dev.headwater.testkit.Packet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What real encoders sent, through the muxer, and read by ffmpeg and by a reader that shares nothing with the muxer. */
class SegmentsOfClipsTest {
    private static final Map<String, List<String>> BOXES = Map.of(
            "avc1", List.of("avcC"),
            "hvc1", List.of("hvcC"),
            "av01", List.of("av1C"),
            "mp4a", List.of("esds"),
            "Opus", List.of("dOps"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void ffmpegFindsThePacketsThatWentIn(Clip clip) throws IOException {
        var frames = ClipFrames.of(clip);
        for (var track : frames.tracks()) {
            var file = Files.write(folder.resolve("track.mp4"), concat(InitSegment.of(track), media(track, frames)));
            var sent = frames.of(track).stream().map(frame -> md5(body(frame)));
            var found = Ffmpeg.shipped().packets(file.toString());
            assertThat(Packet.hashes(found)).as(track.toString()).isEqualTo(sent.toList());
            assertStamped(frames.of(track), Ffmpeg.shipped().stamps(file.toString()));
        }
    }

    /** Times of sound follow from how much of it there was, so they are not those of its frames to the millisecond. */
    private static void assertStamped(List<MediaFrame> sent, List<Ffmpeg.Stamp> found) {
        assertThat(found).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            var frame = sent.get(i);
            var stamp = found.get(i);
            assertThat(stamp.dtsMs()).isBetween(frame.timestampMs() - 1, frame.timestampMs() + 1);
            assertThat(stamp.ptsMs() - stamp.dtsMs()).isEqualTo(frame.compositionTimeMs());
            assertThat(stamp.isKey()).isEqualTo(frame.kind() == FrameKind.AUDIO || frame.isKeyFrame());
        }
    }

    @ParameterizedTest
    @EnumSource
    void readerOfTheSpecificationFindsTheSame(Clip clip) {
        var frames = ClipFrames.of(clip);
        for (var track : frames.tracks()) {
            var read = FragmentedMp4.read(InitSegment.of(track), media(track, frames));
            assertThat(read.timescale()).isEqualTo(track.timescale());
            assertThat(read.configuration()).isEqualTo(BOXES.get(read.entry()));
            var sent = frames.of(track);
            assertThat(read.samples()).hasSameSizeAs(sent);
            for (int i = 0; i < sent.size(); i++) {
                var sample = read.samples().get(i);
                var frame = sent.get(i);
                assertThat(sample.bytes()).isEqualTo(HexFormat.of().formatHex(body(frame)));
                assertThat(sample.isSync()).isEqualTo(track.kind() == FrameKind.AUDIO || frame.isKeyFrame());
                assertThat(sample.decodingTime() * 1_000.0 / track.timescale())
                        .isBetween(frame.timestampMs() - 1.0, frame.timestampMs() + 1.0);
                assertThat(sample.compositionTime() - sample.decodingTime())
                        .isEqualTo(frame.compositionTimeMs() * (track.timescale() / 1_000L));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void fragmentsFollowEachOtherWithoutAGap(Clip clip) {
        var frames = ClipFrames.of(clip);
        for (var track : frames.tracks()) {
            var fragments = FragmentedMp4.read(InitSegment.of(track), media(track, frames))
                    .fragments();
            assertThat(fragments).hasSizeBetween(16, 28);
            for (int i = 1; i < fragments.size(); i++) {
                long gap = fragments.get(i).baseTime() - fragments.get(i - 1).endTime();
                boolean startsSegment = fragments.get(i).sequence() % 10 == 0;
                long tolerated = startsSegment && track.kind() == FrameKind.AUDIO ? 16 : 0; // a third of a millisecond
                assertThat(gap).as("%s fragment %d", track, i).isBetween(-tolerated, tolerated);
                assertThat(fragments.get(i).samples().getFirst().isSync() || !startsSegment)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sameFramesAreTheSameBytes(Clip clip) {
        for (var track : ClipFrames.of(clip).tracks()) {
            assertThat(media(track, ClipFrames.of(clip))).isEqualTo(media(track, ClipFrames.of(clip)));
        }
    }

    /** The media segments of a track, each in up to three fragments. */
    private static byte[] media(TrackFormat track, ClipFrames frames) {
        var out = new ByteArrayOutputStream();
        var segments = frames.segments();
        for (int k = 0; k < segments.size(); k++) {
            var own = segments.get(k).stream().filter(track::takes).toList();
            var writer = new FragmentWriter(track);
            int part = Math.max(1, own.size() / 3 + 1);
            for (int from = 0; from < own.size(); from += part) {
                int to = Math.min(own.size(), from + part);
                long endMs = to < own.size() ? own.get(to).timestampMs() : startOf(track, segments, k + 1, own);
                out.writeBytes(writer.write(10 * k + from / part, own.subList(from, to), endMs));
            }
        }
        return out.toByteArray();
    }

    private static long startOf(TrackFormat track, List<List<MediaFrame>> segments, int k, List<MediaFrame> before) {
        if (k == segments.size()) {
            return before.getLast().timestampMs() + 40;
        }
        return segments.get(k).stream()
                .filter(track::takes)
                .findFirst()
                .orElseThrow()
                .timestampMs();
    }

    /** What the sample of the frame must be. */
    private static byte[] body(MediaFrame frame) {
        int from = frame.bodyStart();
        boolean isDelimited = frame.codec() == Codec.AV1 && frame.payload()[from] == 0x12;
        return Arrays.copyOfRange(frame.payload(), from + (isDelimited ? 2 : 0), frame.payload().length);
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }
}
