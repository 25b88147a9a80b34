package dev.headwater.media.ts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.ClipFrames;
import dev.headwater.media.format.NalUnits;
import dev.headwater.media.format.TrackFormat;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.Packet;
import dev.headwater.testkit.Packet.Medium;
import dev.headwater.testkit.TransportStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What real encoders sent, through the muxer, and read by ffmpeg and by a reader that shares nothing with the muxer. */
class SegmentsOfClipsTest {
    /** What the muxer adds to all times, and how far the clock is before them; 90 kHz. */
    private static final long BASE = 900_000;

    private static final long CLOCK_STEP = 9_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AV1_OPUS")
    void ffmpegDecodesTheSamePictures(Clip clip) throws IOException {
        var frames = ClipFrames.of(clip);
        var file = Files.write(folder.resolve("segments.ts"), stream(frames, frames.tracks()));
        var sent =
                Packet.only(Medium.VIDEO, Ffmpeg.shipped().decoded(clip.file().toString()));
        var found = Packet.only(Medium.VIDEO, Ffmpeg.shipped().decoded(file.toString()));
        assertThat(Packet.hashes(found)).isEqualTo(Packet.hashes(sent));
        assertStamped(frames, Ffmpeg.shipped().stamps(file.toString()));
        assertThat(Packet.only(Medium.AUDIO, Ffmpeg.shipped().packets(file.toString())))
                .hasSize(frames.track(FrameKind.AUDIO)
                        .map(track -> frames.of(track).size())
                        .orElse(0));
    }

    /** Pictures have stamps of their own; of sound, ffprobe works them out within a packet of several frames. */
    private static void assertStamped(ClipFrames frames, List<Ffmpeg.Stamp> found) {
        for (var track : frames.tracks()) {
            boolean isVideo = track.kind() == FrameKind.VIDEO;
            var sent = frames.of(track);
            var stamps = found.stream()
                    .filter(stamp -> stamp.medium() == (isVideo ? Medium.VIDEO : Medium.AUDIO))
                    .toList();
            assertThat(stamps).hasSameSizeAs(sent);
            for (int i = 0; i < sent.size(); i++) {
                var frame = sent.get(i);
                var stamp = stamps.get(i);
                long dtsMs = BASE / 90 + frame.timestampMs();
                assertThat(stamp.dtsMs()).isBetween(dtsMs - 1, dtsMs + 1);
                assertThat(stamp.ptsMs() - stamp.dtsMs()).isEqualTo(frame.compositionTimeMs());
                assertThat(stamp.isKey()).isEqualTo(!isVideo || frame.isKeyFrame());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AV1_OPUS")
    void readerOfTheSpecificationFindsEachFrame(Clip clip) {
        var frames = ClipFrames.of(clip);
        for (var segment : frames.segments()) {
            var read = TransportStream.read(TsSegmentWriter.write(frames.tracks(), segment));
            assertThat(read.maxClockStep()).isLessThanOrEqualTo(CLOCK_STEP);
            frames.track(FrameKind.VIDEO).ifPresent(video -> {
                var sent = segment.stream().filter(video::takes).toList();
                var packets =
                        read.ofType(video.codec() == Codec.AVC ? 0x1B : 0x24).packets();
                assertThat(packets).hasSameSizeAs(sent);
                for (int i = 0; i < sent.size(); i++) {
                    var frame = sent.get(i);
                    var packet = packets.get(i);
                    assertThat(packet.decoded()).isEqualTo(BASE + frame.timestampMs() * 90);
                    assertThat(packet.shown() - packet.decoded()).isEqualTo(frame.compositionTimeMs() * 90L);
                    assertThat(packet.isRandomAccess()).isEqualTo(frame.isKeyFrame());
                    assertThat(packet.bytes())
                            .startsWith(video.codec() == Codec.AVC ? "0000000109f0" : "00000001460150");
                    assertThat(packet.bytes()).endsWith(annexB(frame));
                    assertThat(packet.bytes().contains("0000000167")
                                    || packet.bytes().contains("0000000140"))
                            .as("parameter sets")
                            .isEqualTo(frame.isKeyFrame());
                }
            });
            frames.track(FrameKind.AUDIO).ifPresent(audio -> {
                var sent = segment.stream().filter(audio::takes).toList();
                var sound = read.ofType(audio.codec() == Codec.AAC ? 0x0F : 0x03);
                assertThat(sound.packets()).hasSizeLessThan(sent.size() / 2);
                assertThat(sound.packets().getFirst().decoded())
                        .isBetween(
                                BASE + sent.getFirst().timestampMs() * 90 - 90,
                                BASE + sent.getFirst().timestampMs() * 90 + 90);
                int headerBytes = audio.codec() == Codec.AAC ? 7 : 0;
                assertThat(sound.bytes().length() / 2)
                        .isEqualTo(sent.stream()
                                .mapToInt(frame -> headerBytes + body(frame).length() / 2)
                                .sum());
                assertThat(sound.bytes()).contains(body(sent.getFirst())).endsWith(body(sent.getLast()));
            });
        }
    }

    @Test
    void opusIsFoundByFfmpeg() throws IOException {
        var frames = ClipFrames.of(Clip.AV1_OPUS);
        var opus = frames.track(FrameKind.AUDIO).orElseThrow();
        var file = Files.write(folder.resolve("segments.ts"), stream(frames, List.of(opus)));
        assertThat(Ffmpeg.shipped().codecs(file.toString())).containsOnly("opus");
        var sent = Packet.only(
                Medium.AUDIO, Ffmpeg.shipped().packets(Clip.AV1_OPUS.file().toString()));
        assertThat(Packet.hashes(sent))
                .endsWith(
                        Packet.hashes(Ffmpeg.shipped().packets(file.toString())).toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AV1_OPUS")
    void sameFramesAreTheSameBytes(Clip clip) {
        var once = ClipFrames.of(clip);
        var again = ClipFrames.of(clip);
        assertThat(stream(once, once.tracks())).isEqualTo(stream(again, again.tracks()));
    }

    @Test
    void av1StaysOut() {
        var frames = ClipFrames.of(Clip.AV1_OPUS);
        assertThat(frames.tracks()).extracting(TsSegmentWriter::takes).containsExactly(false, true);
    }

    private static byte[] stream(ClipFrames frames, List<TrackFormat> tracks) {
        var out = new ByteArrayOutputStream();
        frames.segments().forEach(segment -> out.writeBytes(TsSegmentWriter.write(tracks, segment)));
        return out.toByteArray();
    }

    private static String annexB(MediaFrame frame) {
        var units = new NalUnits(frame.payload(), frame.bodyStart(), frame.payload().length, 4);
        var text = new StringBuilder();
        while (units.next()) {
            text.append("00000001");
            text.append(HexFormat.of().formatHex(frame.payload(), units.start(), units.start() + units.length()));
        }
        return text.toString();
    }

    private static String body(MediaFrame frame) {
        return HexFormat.of().formatHex(frame.payload(), frame.bodyStart(), frame.payload().length);
    }
}
