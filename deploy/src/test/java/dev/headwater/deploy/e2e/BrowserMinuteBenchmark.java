package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A minute in front of the player page, each way: how old the picture on the screen is, from the filter that made it to the canvas that
 * reads it, at an edge. Nothing may stall. docs/players.md says how to run it, and what came of it.
 */
class BrowserMinuteBenchmark {
    private static final String STREAM = "minute";

    @ParameterizedTest
    @ValueSource(strings = {"ws-flv", "http-flv", "ll-hls", "hls"})
    void minute(String via) {
        try (var cluster = new LiveCluster();
                var browser = new Browser()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            try (var _ = ClockPicture.publish(origin.url(STREAM), "640:360")) {
                var page = WatchedPage.open(browser, edge, STREAM, via).awaitPlaying();
                page.watch(Duration.ofSeconds(10)); // it comes nearer
                var seen = page.watch(Duration.ofMinutes(1));
                System.out.println("a minute by " + via + ": " + seen);
                assertThat(seen.stalls()).isZero();
            }
        }
    }
}
