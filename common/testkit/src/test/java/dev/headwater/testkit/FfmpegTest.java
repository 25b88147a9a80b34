package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.Packet.Medium;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegTest {
    private final Ffmpeg ffmpeg = Ffmpeg.shipped();

    @Test
    void clipsAreWhatTheirNamesSay() {
        assertThat(codecs(Clip.H264_AAC)).containsExactlyInAnyOrder("h264", "aac");
        assertThat(codecs(Clip.HEVC_AAC)).containsExactlyInAnyOrder("hevc", "aac");
        assertThat(codecs(Clip.AV1_OPUS)).containsExactlyInAnyOrder("av1", "opus");
        assertThat(codecs(Clip.AAC)).containsExactly("aac");
        assertThat(codecs(Clip.H264)).containsExactly("h264");
    }

    @Test
    void packetsOfAClipAreAllThere() {
        var packets = Clip.H264_AAC.packets();

        assertThat(Packet.only(Medium.VIDEO, packets)).hasSize(200);
        assertThat(Packet.only(Medium.AUDIO, packets)).hasSize(376);
        assertThat(packets).anySatisfy(packet -> assertThat(packet.ptsMs()).isGreaterThan(packet.dtsMs()));
    }

    /** ffmpeg can wait for a publisher itself: enough to prove publish and record without a server of ours. */
    @Test
    void oneFfmpegPublishesToAnother(@TempDir Path folder) {
        String url = "rtmp://127.0.0.1:%d/live/clip".formatted(Ports.free());
        var file = folder.resolve("recorded.flv");
        try (var recorder =
                ffmpeg.start(List.of("-listen", "1", "-i", url, "-c", "copy", "-f", "flv", file.toString()))) {
            publishOnceItListens(url);
            recorder.awaitSuccess(Duration.ofSeconds(30));
        }

        assertThat(Packet.hashes(ffmpeg.packets(file.toString()))).isEqualTo(Packet.hashes(Clip.HEVC_AAC.packets()));
    }

    private void publishOnceItListens(String url) {
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            try (var publisher =
                    ffmpeg.start(List.of("-i", Clip.HEVC_AAC.file().toString(), "-c", "copy", "-f", "flv", url))) {
                return publisher.awaitExit(Duration.ofSeconds(20)) == 0;
            }
        });
    }

    private List<String> codecs(Clip clip) {
        return ffmpeg.codecs(clip.file().toString());
    }
}
