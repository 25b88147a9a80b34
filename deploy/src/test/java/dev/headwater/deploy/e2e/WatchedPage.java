package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The player page of one stream in a browser. Confined to the test's thread. */
record WatchedPage(Browser browser) {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** What was seen for a while: ages of the picture in ms, and the page's own figures at the end. */
    record Seen(List<Long> agesMs, long frames, long stalls, long dropped, long ownLatencyMs) {
        long medianAgeMs() {
            return agesMs.stream().sorted().skip(agesMs.size() / 2).findFirst().orElseThrow();
        }

        @Override
        public String toString() {
            var ages = agesMs.stream().flatMapToLong(LongStream::of).summaryStatistics();
            return "%d frames, %d stalls, %d dropped; latency %d ms (%d to %d); the page says %d ms"
                    .formatted(frames, stalls, dropped, medianAgeMs(), ages.getMin(), ages.getMax(), ownLatencyMs);
        }
    }

    static WatchedPage open(Browser browser, LiveNode node, String stream, String via) {
        browser.open("http://127.0.0.1:%d/play/%s/%s?via=%s"
                .formatted(node.node().port("http.port"), LiveNode.APP, stream, via));
        return new WatchedPage(browser);
    }

    @Nullable
    Object status(String field) {
        return ((Map<?, ?>) Objects.requireNonNull(browser.run("return window.headwater"))).get(field);
    }

    long figure(String field) {
        return ((Number) Objects.requireNonNull(status(field))).longValue();
    }

    /** Until pictures come. */
    WatchedPage awaitPlaying() {
        await("playing")
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .untilAsserted(() -> assertThat(status("state"))
                        .as(() -> String.valueOf(status("problem")))
                        .isEqualTo("playing"));
        return awaitFrames(figure("frames") + 10);
    }

    WatchedPage awaitFrames(long atLeast) {
        await("frame " + atLeast).atMost(PATIENCE).pollInterval(LOOK).until(() -> figure("frames") >= atLeast);
        return this;
    }

    WatchedPage awaitWidth(long pixels) {
        await("a width of " + pixels).atMost(PATIENCE).pollInterval(LOOK).until(() -> figure("width") == pixels);
        return this;
    }

    /** Looks on for {@code length}. */
    Seen watch(Duration length) {
        long frames = figure("frames");
        long stalls = figure("stalls");
        long dropped = figure("dropped");
        var ages = new ArrayList<Long>();
        long end = System.nanoTime() + length.toNanos();
        await("the end").atMost(length.plus(PATIENCE)).pollInterval(LOOK).until(() -> {
            ages.add(((Number) Objects.requireNonNull(browser.run(ClockPicture.AGE))).longValue());
            return System.nanoTime() >= end;
        });
        return new Seen(
                ages,
                figure("frames") - frames,
                figure("stalls") - stalls,
                figure("dropped") - dropped,
                figure("latencyMs"));
    }
}
