package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import java.time.Duration;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The player page in a real browser, at an edge: pictures that were encoded here are decoded there. */
class BrowserPlaysTest {
    private static final String STREAM = "clock";
    private static final Pattern ADDRESS = Pattern.compile("live/a~b\\.\\S+");
    private static final String SMALL = "320:180";
    private static final String LARGE = "640:360";
    private static final Duration WATCHED = Duration.ofSeconds(5);
    private static final long LATE_MS = 15_000;

    /** What the page says is of the end of what was watched, and what was seen the middle of it. */
    private static final long INEXACT_MS = 3_000;

    private static LiveCluster cluster;
    private static LiveNode origin;
    private static LiveNode edge;

    @BeforeAll
    static void start() {
        cluster = new LiveCluster();
        origin = cluster.origin();
        edge = cluster.edge();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws-flv", "http-flv", "ll-hls", "hls"})
    void pageShowsWhatIsLiveNow(String via) {
        var stream = "now-by-" + via;
        try (var browser = new Browser();
                var _ = ClockPicture.publish(origin.url(stream), SMALL)) {
            var page = WatchedPage.open(browser, edge, stream, via).awaitPlaying();
            var seen = page.watch(WATCHED);
            assertThat(seen.frames()).as(seen::toString).isGreaterThan(WATCHED.toSeconds() * 20);
            assertThat(seen.stalls()).as(seen::toString).isZero();
            assertThat(seen.medianAgeMs()).as(seen::toString).isLessThan(LATE_MS);
            boolean byClock = via.endsWith("hls"); // what is buffered is less than the whole way
            assertThat(page.status("latencyBy")).isEqualTo(byClock ? "clock" : "buffer");
            assertThat(seen.ownLatencyMs())
                    .as(seen::toString)
                    .isNotNegative()
                    .isBetween(byClock ? seen.medianAgeMs() - INEXACT_MS : 0, seen.medianAgeMs() + INEXACT_MS);
            assertThat(page.figure("starts")).isEqualTo(1);
            assertThat(page.status("via")).isEqualTo(via);
            browser.picture("player-desktop");
            browser.show(390, 844, "light");
            browser.picture("player-phone");
            assertThat(browser.run("return document.documentElement.scrollWidth"))
                    .isEqualTo(390L);
            assertThat(browser.complaints())
                    .filteredOn(text -> !text.contains("StartupStallJumper"))
                    .isEmpty();
        }
    }

    /** Where nobody asks for a way, the page takes the first that the browser can. */
    @Test
    void pageInAFrameOfAnotherSiteChoosesTheWay() {
        var address = edge.httpUrl("http", "framed").replace("/live/", "/play/live/") + "?embed";
        var site = "<!doctype html><iframe src=\"%s\" allow=\"autoplay; fullscreen\"></iframe>".formatted(address);
        var answer = new CallbackServer.Response(200, Map.of("Content-Type", "text/html"), site);
        try (var another = CallbackServer.answering(_ -> answer);
                var browser = new Browser();
                var _ = ClockPicture.publish(origin.url("framed"), SMALL)) {
            browser.open(another.url("/"));
            browser.enterFrame("iframe");
            var page = new WatchedPage(browser).awaitPlaying();
            assertThat(page.status("via")).isEqualTo("ll-hls");
            assertThat(browser.text("header")).isEmpty();
        }
    }

    /**
     * The second encoder takes the stream from the first, which is still there. Both libraries give up at another codec, and the page starts them
     * anew. mpegts.js plays no AV1 of ffmpeg's: it knows no metadata packet of Enhanced RTMP.
     */
    @ParameterizedTest
    @CsvSource({"ws-flv, H264_MP3", "ll-hls, AV1_OPUS", "hls, AV1_OPUS"})
    void pageGoesOnWhenAnotherEncoderTakesOverWithAnotherCodec(String via, Clip other) {
        other.file();
        var stream = "codecs-by-" + via;
        try (var browser = new Browser();
                var _ = ClockPicture.publish(origin.url(stream), LARGE)) {
            var page =
                    WatchedPage.open(browser, edge, stream, via).awaitPlaying().awaitWidth(640);
            try (var second = Ffmpeg.shipped().publish(other, origin.url(stream))) {
                page.awaitWidth(320).awaitFrames(page.figure("frames") + 50);
                assertThat(second.isRunning()).isTrue();
            }
        }
    }

    @Test
    void pageWaitsForTheStreamAndComesBackToIt() {
        try (var cluster = new LiveCluster("play.wait=1s", "play.hold=1s");
                var browser = new Browser()) {
            var origin = cluster.origin();
            var page = WatchedPage.open(browser, origin, STREAM, "ws-flv");
            await("it tells")
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> browser.text("#message").equals("Nobody is live here now. It starts by itself."));
            try (var _ = ClockPicture.publish(origin.url(STREAM), SMALL)) {
                page.awaitPlaying();
            }
            await("it is over").atMost(Duration.ofSeconds(30)).until(() -> page.status("state"), "waiting"::equals);
            try (var _ = ClockPicture.publish(origin.url(STREAM), LARGE)) {
                page.awaitPlaying().awaitWidth(640);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws-flv", "ll-hls", "hls"})
    void pageGoesOnWhenTheOriginDiesAndTheEncoderComesBackWithAnotherPicture(String via) {
        try (var cluster = new LiveCluster();
                var browser = new Browser()) {
            var survivor = cluster.origin();
            var edge = cluster.edge();
            try (var doomed = NodeProcess.start("origin", cluster.settings("doomed"))) {
                int port = NodeProcess.port(doomed);
                var lost =
                        ClockPicture.publish("rtmp://127.0.0.1:%d/%s/%s".formatted(port, LiveNode.APP, STREAM), SMALL);
                var page = WatchedPage.open(browser, edge, STREAM, via).awaitPlaying();
                doomed.kill();
                lost.awaitExit(Duration.ofSeconds(40));
                try (var _ = ClockPicture.publish(survivor.url(STREAM), LARGE)) {
                    page.awaitWidth(640).awaitFrames(page.figure("frames") + 50);
                    assertThat(page.figure("starts")).isEqualTo(1);
                    var seen = page.watch(WATCHED);
                    assertThat(seen.medianAgeMs()).as(seen::toString).isLessThan(LATE_MS);
                }
            }
        }
    }

    @Test
    void pagePlaysMp3ByHls() {
        try (var browser = new Browser();
                var encoder = Ffmpeg.shipped().publish(Clip.H264_MP3, origin.url("mp3"))) {
            WatchedPage.open(browser, origin, "mp3", "hls").awaitPlaying().awaitFrames(100);
            assertThat(encoder.isRunning()).isTrue();
        }
    }

    @Test
    void pageChoosesWhereAWayIsAskedForThatThereIsNot() {
        try (var browser = new Browser()) {
            var page = WatchedPage.open(browser, origin, "nobody", "constructor");
            await("it tries").atMost(Duration.ofSeconds(40)).until(() -> page.status("via"), "ll-hls"::equals);
        }
    }

    /** Else it would say that it plays over a black picture, and not go on to the next way. */
    @Test
    void nextPlayerHasNotStartedBecauseTheLastHad() {
        try (var browser = new Browser()) {
            WatchedPage.open(browser, origin, "nobody", "hls");
            assertThat(browser.run("""
                            return import('/play/watch.js').then(({ Watch }) => {
                              const video = Object.assign(new EventTarget(), { currentTime: 0, paused: false, videoWidth: 0 })
                              const watch = new Watch(video)
                              for (video.currentTime = 5; video.currentTime < 8; video.currentTime++) watch.idleMs()
                              const first = watch.started
                              watch.anew()
                              video.currentTime = 0
                              watch.idleMs()
                              return first + ', then ' + watch.started
                            })
                            """)).isEqualTo("true, then false");
        }
    }

    @Test
    void nameAndQueryAreTextAndNothingElse() {
        try (var browser = new Browser()) {
            var page = origin.httpUrl("http", "a~b").replace("/live/", "/play/live/");
            browser.open(page + "?token=%3Cimg%20src=x%3E&via=<script>");
            await("it is there").until(() -> browser.text("#name").equals("live/a~b"));
            assertThat(browser.count("main img, main script")).isZero();
            // the browser tells of a request when it is answered: a stream that is not there is waited for (play.wait)
            await("it asks for the stream, and shows the token each time")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> {
                        String asked = String.valueOf(browser.run(
                                "return performance.getEntriesByType('resource').map(entry => entry.name).join(' ')"));
                        assertThat(ADDRESS.matcher(asked).results().map(MatchResult::group))
                                .isNotEmpty()
                                .allMatch(asking -> asking.endsWith("?token=%3Cimg%20src=x%3E"));
                    });
        }
    }
}
