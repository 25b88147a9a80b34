package dev.headwater.deploy.e2e;

import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.RunningProgram;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams whose sound is announced and does not come, or comes no more, in a real browser. */
class SilentSoundPlaysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long ENOUGH_FRAMES = 50;

    /** AAC frames in some ten seconds. */
    private static final int SOUNDS = 470;

    private static LiveCluster cluster;
    private static LiveNode origin;

    @BeforeAll
    static void start() {
        cluster = new LiveCluster();
        origin = cluster.origin();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** An encoder whose microphone dies after so many frames. */
    private static RunningProgram publish(String stream, int sounds) {
        return Ffmpeg.shipped()
                .start(List.of(
                        "-re",
                        "-stream_loop",
                        "-1",
                        "-i",
                        Clip.H264_AAC.file().toString(),
                        "-c",
                        "copy",
                        "-bsf:a",
                        "noise=drop=gte(n\\," + sounds + ")",
                        "-max_interleave_delta",
                        "100000",
                        "-f",
                        "flv",
                        origin.url(stream)));
    }

    /** So that nobody is the first: the sound is known to be missing by then. */
    private static void awaitSegments(String path) {
        var client = new HlsClient(origin);
        await("it is live").atMost(PATIENCE).until(() -> client.status(path) == 200);
        var picture = client.playlists(path).getLast();
        await("some segments")
                .atMost(PATIENCE)
                .until(() -> client.playlist(picture).segments().size() > 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ll-hls", "hls"})
    void pictureIsShownWhereItsSoundNeverComes(String via) {
        try (var browser = new Browser();
                var _ = publish("mute-" + via, 0)) {
            awaitSegments("/live/mute-" + via + ".m3u8");
            WatchedPage.open(browser, origin, "mute-" + via, via).awaitPlaying().awaitFrames(ENOUGH_FRAMES);
        }
    }

    @Test
    void whoComesAfterTheSoundIsGoneSeesThePicture() {
        try (var first = new Browser();
                var second = new Browser();
                var _ = publish("dies", SOUNDS)) {
            var before = WatchedPage.open(first, origin, "dies", "ll-hls").awaitPlaying();
            var client = new HlsClient(origin);
            await("it is gone")
                    .atMost(PATIENCE)
                    .until(() -> client.playlists("/live/dies.m3u8").size() == 1);
            WatchedPage.open(second, origin, "dies", "ll-hls").awaitPlaying().awaitFrames(ENOUGH_FRAMES);
            before.awaitFrames(before.figure("frames") + ENOUGH_FRAMES);
        }
    }

    /** As hls.js plays it in the pages of others. */
    @ParameterizedTest
    @ValueSource(strings = {"fmp4", "ts"})
    void plainPlayerShowsThePictureWithoutItsSound(String container) {
        try (var browser = new Browser();
                var _ = publish("plain-" + container, 0)) {
            String path = "/live/plain-%s.m3u8?container=%s".formatted(container, container);
            awaitSegments(path);
            browser.open(origin.httpUrl("http", "nobody").replace("/live/", "/play/live/"));
            browser.run("""
                    return import('/play/hls.mjs').then(({ default: Hls }) => {
                      const video = document.createElement('video')
                      video.muted = true
                      video.autoplay = true
                      document.body.append(video)
                      window.plain = video
                      const hls = new Hls({ enableWorker: false })
                      hls.loadSource(arguments[0])
                      hls.attachMedia(video)
                    })
                    """, "/live/plain-" + container + ".m3u8?container=" + container);
            await("pictures")
                    .atMost(PATIENCE)
                    .until(() -> ((Number) Objects.requireNonNull(browser.run(
                                            "return window.plain.getVideoPlaybackQuality().totalVideoFrames")))
                                    .longValue()
                            > ENOUGH_FRAMES);
        }
    }
}
