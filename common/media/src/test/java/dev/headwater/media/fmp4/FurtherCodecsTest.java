package dev.headwater.media.fmp4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.ClipFrames;
import dev.headwater.media.format.TrackFormat;
import dev.headwater.media.ts.TsSegmentWriter;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.Packet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codecs that are rare enough on RTMP for no clip to have them: ffmpeg knows what it sent, and its packets. */
class FurtherCodecsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "flac, flac, false",
        "ac3, ac3, true",
        "eac3, eac3, true",
        "libopus, opus, true",
        "libmp3lame -ar 22050, mp3, true"
    })
    void soundComesOutAsItWentIn(String encoder, String codec, boolean inTransportStreams) throws IOException {
        var sent = encoded("-f lavfi -i sine=frequency=440:sample_rate=48000 -t 1 -ac 2 -c:a " + encoder);
        assertComesOut(sent, codec);
        var track = ClipFrames.of(sent).tracks().getFirst();
        assertThat(TsSegmentWriter.takes(track)).isEqualTo(inTransportStreams);
        if (inTransportStreams) {
            var file = folder.resolve("segment.ts");
            Files.write(
                    file,
                    TsSegmentWriter.write(List.of(track), ClipFrames.of(sent).of(track)));
            assertThat(Ffmpeg.shipped().codecs(file.toString())).containsOnly(codec);
            assertThat(hashes(file)).isEqualTo(hashes(sent));
        }
    }

    @ParameterizedTest
    @CsvSource({"libvpx-vp9 -deadline realtime, vp9", "libx264 -pix_fmt yuv422p10le -g 10, h264"})
    void picturesComeOutAsTheyWentIn(String encoder, String codec) throws IOException {
        assertComesOut(encoded("-f lavfi -i testsrc2=size=320x180:rate=25 -t 1 -c:v " + encoder), codec);
    }

    private void assertComesOut(Path sent, String codec) throws IOException {
        var frames = ClipFrames.of(sent);
        var track = frames.tracks().getFirst();
        var file = Files.write(folder.resolve("track.mp4"), media(track, frames.of(track)));
        assertThat(Ffmpeg.shipped().codecs(file.toString())).containsExactly(codec);
        assertThat(hashes(file)).isEqualTo(hashes(sent));
    }

    private static byte[] media(TrackFormat track, List<MediaFrame> frames) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(InitSegment.of(track));
        out.writeBytes(
                new FragmentWriter(track).write(1, frames, frames.getLast().timestampMs() + 40));
        return out.toByteArray();
    }

    /** Of packets that are not empty: of FLV, ffmpeg shows some that are only headers. */
    private static List<String> hashes(Path file) {
        return Packet.hashes(Ffmpeg.shipped().packets(file.toString()).stream()
                .filter(packet -> packet.bytes() > 0)
                .toList());
    }

    private Path encoded(String options) {
        var file = folder.resolve("sent.flv");
        var arguments = new ArrayList<>(List.of(options.split(" ")));
        arguments.addAll(List.of("-f", "flv", file.toString()));
        Ffmpeg.shipped().start(arguments).awaitSuccess(Duration.ofSeconds(60));
        return file;
    }
}
