package dev.headwater.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients of this machine against ffmpeg as the server, so that what we ask of them is known to work. */
class SystemClientsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Ffmpeg ffmpeg = Ffmpeg.shipped();
    private final String url = "rtmp://127.0.0.1:%d/live/clip".formatted(Ports.free());

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theSystemsOwnFfmpegReadsOurClips() {
        assertThat(SystemClients.ffmpeg().codecs(Clip.H264_AAC.file().toString()))
                .containsExactlyInAnyOrder("h264", "aac");
    }

    @Test
    void rtmpdumpRecordsUntilTheStreamEnds() {
        var file = folder.resolve("dumped.flv");

        serveTo(() -> SystemClients.rtmpdump(url, file));

        assertThat(hashes(file)).containsAll(hashes(twoSeconds()));
    }

    @Test
    void gstreamerRecordsUntilTheStreamEnds() {
        var file = folder.resolve("gstreamer.flv");

        serveTo(() -> SystemClients.gstreamerRecord(url, file));

        var source = hashes(twoSeconds());
        assertThat(hashes(file))
                .as("all but the tail, which GStreamer may drop when the server hangs up behind it")
                .containsAll(source.subList(0, source.size() - 5));
    }

    @Test
    void gstreamerPublishesAnFlvFile() {
        var file = folder.resolve("published.flv");
        var source = twoSeconds();
        try (var server = ffmpeg.start(
                List.of("-listen", "1", "-i", url, "-map", "0", "-c", "copy", "-y", "-f", "flv", file.toString()))) {
            untilItConnects(() -> SystemClients.gstreamerPublish(source, url));
            server.awaitExit(PATIENCE);
        }

        assertThat(Packet.only(Packet.Medium.VIDEO, ffmpeg.packets(file.toString())))
                .hasSameSizeAs(Packet.only(Packet.Medium.VIDEO, ffmpeg.packets(source.toString())));
    }

    /** ffmpeg waits for one player, and ends when the clip has been sent. */
    private void serveTo(Supplier<RunningProgram> player) {
        var arguments = new ArrayList<>(List.of("-i", twoSeconds().toString(), "-c", "copy", "-f", "flv"));
        arguments.addAll(List.of("-listen", "1", url));
        try (var server = ffmpeg.start(arguments)) {
            untilItConnects(player);
            server.awaitExit(PATIENCE);
        }
    }

    private static void untilItConnects(Supplier<RunningProgram> client) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            try (var program = client.get()) {
                return program.awaitExit(PATIENCE) == 0;
            }
        });
    }

    private Path twoSeconds() {
        var file = folder.resolve("two-seconds.flv");
        ffmpeg.start(List.of(
                        "-y",
                        "-i",
                        Clip.H264_AAC.file().toString(),
                        "-t",
                        "2",
                        "-c",
                        "copy",
                        "-f",
                        "flv",
                        file.toString()))
                .awaitSuccess(PATIENCE);
        return file;
    }

    private List<String> hashes(Path file) {
        return Packet.hashes(ffmpeg.packets(file.toString()));
    }
}
