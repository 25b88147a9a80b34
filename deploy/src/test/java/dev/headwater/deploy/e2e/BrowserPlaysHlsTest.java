package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The player page in a real browser where hls.js would stop: at the end of a playlist, at a fault of the decoder, where there is no room. */
class BrowserPlaysHlsTest {
    private static final String STREAM = "clock";
    private static final String SMALL = "320:180";
    private static final String LARGE = "640:360";

    @ParameterizedTest
    @ValueSource(strings = {"ll-hls", "hls"})
    void pageComesBackToTheStreamThatWasAway(String via) {
        try (var cluster = new LiveCluster("play.wait=1s", "play.hold=1s");
                var browser = new Browser()) {
            var origin = cluster.origin();
            WatchedPage page;
            try (var _ = ClockPicture.publish(origin.url(STREAM), SMALL)) {
                page = WatchedPage.open(browser, origin, STREAM, via).awaitPlaying();
            }
            await("it is over").atMost(Duration.ofSeconds(30)).until(() -> page.status("state"), "waiting"::equals);
            try (var _ = ClockPicture.publish(origin.url(STREAM), LARGE)) {
                page.awaitPlaying().awaitWidth(640);
            }
        }
    }

    /** The browser's own decoder fails, and hls.js begins anew at the same element. */
    @Test
    void pagePlaysOnAfterAFaultOfTheDecoder() {
        try (var cluster = new LiveCluster();
                var browser = new Browser()) {
            var origin = cluster.origin();
            try (var _ = ClockPicture.publish(origin.url(STREAM), SMALL)) {
                var page = WatchedPage.open(browser, origin, STREAM, "ll-hls").awaitPlaying();
                browser.run("""
                        const { appendBuffer } = SourceBuffer.prototype
                        SourceBuffer.prototype.appendBuffer = function () {
                          SourceBuffer.prototype.appendBuffer = appendBuffer
                          appendBuffer.call(this, new Uint8Array(1000))
                        }
                        document.getElementById('video').addEventListener('emptied', () => { window.emptied = true }, { once: true })
                        """);
                await("it begins anew")
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> browser.run("return window.emptied"), Boolean.TRUE::equals);
                page.awaitFrames(page.figure("frames") + 50);
                assertThat(page.figure("starts")).isEqualTo(1);
            }
        }
    }

    /** Of which HEAD by HTTP-FLV knows nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"hls", "http-flv"})
    void pageTellsThatThereIsNoRoom(String via) throws Exception {
        try (var cluster = new LiveCluster("limits.players-per-node=1");
                var client = HttpClient.newHttpClient();
                var browser = new Browser()) {
            var origin = cluster.origin();
            try (var _ = ClockPicture.publish(origin.url(STREAM), SMALL)) {
                var _ = FlvViewer.byHttp(client, URI.create(origin.httpUrl("http", STREAM + ".flv")));
                var _ = WatchedPage.open(browser, origin, STREAM, via);
                await("it tells")
                        .atMost(Duration.ofSeconds(40))
                        .until(() -> browser.text("#message").equals("There is no room for further viewers just now."));
            }
        }
    }
}
