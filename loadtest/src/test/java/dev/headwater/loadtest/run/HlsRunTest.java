package dev.headwater.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.loadtest.client.Loops;
import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.client.TransportKind;
import dev.headwater.loadtest.measure.Second;
import dev.headwater.loadtest.measure.Summary;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs whose players take segments or parts. */
class HlsRunTest {
    private static final int PLAYERS = 6;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFaultlessServerHasNoFaults(boolean lowLatency) {
        try (var server = new FakeHlsServer()) {
            var summary = play(url(server, lowLatency), 4, second -> {});

            assertThat(summary.faults()).isEmpty();
            assertThat(summary.failures()).isEmpty();
            assertThat(summary.disconnects()).isEmpty();
            assertThat(summary.hls().missed()).isEmpty();
            assertThat(summary.hls().haltCount()).isZero();
            assertThat(summary.joins()).isEqualTo(PLAYERS);
            assertThat(summary.firstFrame().count()).isEqualTo(PLAYERS);
            assertThat(summary.receivedBytes()).isPositive();
            long pieces = PLAYERS * 2L * 4 * (lowLatency ? 5 : 1);
            assertThat(summary.hls().segment().count()).isBetween(pieces / 2, pieces * 2);
            assertThat(summary.hls().firstByte().count())
                    .isEqualTo(summary.hls().segment().count());
        }
    }

    @Test
    void partsAreShownSoonerThanSegments() {
        try (var server = new FakeHlsServer()) {
            double bySegments =
                    play(url(server, false), 3, second -> {}).hls().latency().p50Ms();
            double byParts =
                    play(url(server, true), 3, second -> {}).hls().latency().p50Ms();

            assertThat(bySegments).isBetween(2_900.0, 8_000.0); // three target durations and what the playlist lags
            assertThat(byParts).isBetween(500.0, bySegments - 500); // three parts, from the key frame before
        }
    }

    @Test
    void aStreamThatStandsStillHaltsTheScreens() {
        var frozen = new AtomicBoolean();
        try (var server = new FakeHlsServer()) {
            var summary = play(url(server, true), 6, second -> {
                if (second.measured() && frozen.compareAndSet(false, true)) {
                    server.freeze(Duration.ofSeconds(3));
                }
            });

            assertThat(summary.hls().haltCount()).isGreaterThanOrEqualTo(PLAYERS);
            assertThat(summary.hls().halts().maxMs()).isBetween(200.0, 10_000.0);
            assertThat(summary.faults()).isEmpty();
        }
    }

    @Test
    void segmentsThatAreNotToBeHadAreCountedByStatus() {
        try (var server = new FakeHlsServer()) {
            var summary = play(url(server, false), 3, second -> {
                if (second.measured()) {
                    server.answerWith(HttpResponseStatus.SERVICE_UNAVAILABLE);
                }
            });

            assertThat(summary.hls().missed()).containsOnlyKeys("segment: status 503");
            assertThat(summary.disconnects()).isEmpty();
        }
    }

    @Test
    void segmentsThatNeverComeAreCounted() {
        try (var server = new FakeHlsServer()) {
            var summary = play(url(server, false), 13, second -> {
                if (second.measured()) {
                    server.answerNothing();
                }
            });

            assertThat(summary.hls().missed()).containsOnlyKeys("segment: no answer within 10 s");
            assertThat(summary.hls().missedCount()).isGreaterThanOrEqualTo(PLAYERS);
            assertThat(summary.disconnects()).isEmpty();
        }
    }

    @Test
    void aStreamThatIsNotThereIsCountedByStatus() {
        try (var server = new FakeHlsServer()) {
            var elsewhere = StreamUrl.parse(server.url().replace("/a.m3u8", "/b.m3u8"));
            assertThat(play(elsewhere, 1, second -> {}).failures())
                    .isEqualTo(Map.of("refused: status 404", (long) PLAYERS));
        }
    }

    @Test
    void churnLeavesWithTheFirstPieceAndComesAgain() {
        try (var server = new FakeHlsServer()) {
            var churn = new Group.Churn(url(server, false), 1, 4, 100, Span.whole());
            var summary = run(new Plan(List.of(churn), Duration.ZERO, Duration.ofSeconds(1)), second -> {});

            assertThat(summary.cycles()).isGreaterThan(4);
            assertThat(summary.failures()).isEmpty();
            assertThat(summary.faults()).isEmpty();
        }
    }

    @Test
    void nobodyStallsWhoAsksForAllHeReads() {
        var url = StreamUrl.parse("http://h/live/a.m3u8");
        assertThatThrownBy(() -> new Group.Stalled(url, 1, 1, 1, Span.whole())).hasMessageContaining("cannot stall");
    }

    private static StreamUrl url(FakeHlsServer server, boolean lowLatency) {
        var url = StreamUrl.parse(server.url());
        return lowLatency ? url.lowLatency() : url;
    }

    private static Summary play(StreamUrl url, int seconds, Consumer<Second> listener) {
        var players = new Group.Players(url, 1, PLAYERS, 100, Span.whole());
        return run(new Plan(List.of(players), Duration.ofSeconds(1), Duration.ofSeconds(seconds)), listener);
    }

    private static Summary run(Plan plan, Consumer<Second> listener) {
        try (var loops = Loops.start(TransportKind.AUTO, 2)) {
            return new LoadRun(loops, LoadRunTest.settings(loops), plan, listener).run(Map.of());
        }
    }
}
