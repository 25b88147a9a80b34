package dev.headwater.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.loadtest.check.Fault;
import dev.headwater.loadtest.client.Loops;
import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.client.TransportKind;
import dev.headwater.loadtest.measure.Second;
import dev.headwater.loadtest.measure.Summary;
import dev.headwater.loadtest.source.GeneratedSource;
import dev.headwater.loadtest.source.Shape;
import dev.headwater.rtmp.message.MediaMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs whose players take FLV over HTTP or WebSocket. */
class FlvRunTest {
    private static final Shape SHORT_GOPS = new Shape(300, 50, Duration.ofMillis(200), true);
    private static final int PLAYERS = 6;

    @ParameterizedTest
    @ValueSource(strings = {"http", "ws"})
    void aFaultlessServerHasNoFaults(String scheme) {
        try (var server = FakeServer.faultless()) {
            var summary = play(server, server.flvUrl(scheme), second -> {});

            assertThat(summary.faults()).isEmpty();
            assertThat(summary.failures()).isEmpty();
            assertThat(summary.disconnects()).isEmpty();
            assertThat(summary.joins()).isEqualTo(PLAYERS);
            assertThat(summary.delivery().expectedFrames()).isGreaterThan(PLAYERS * 40L);
            assertThat(summary.delivery().ratio()).isEqualTo(1);
            assertThat(summary.latency().count()).isGreaterThan(PLAYERS * 40L);
            assertThat(summary.firstFrame().count()).isEqualTo(PLAYERS);
            assertThat(summary.audioFrames()).isPositive();
            assertThat(summary.receivedMbps()).isBetween(PLAYERS * 0.15, PLAYERS * 0.6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ws"})
    void aServerThatLosesFramesIsSeen(String scheme) {
        var count = new int[1];
        try (var server = FakeServer.mangling(frame ->
                frame.kind() == MediaMessage.Kind.VIDEO && ++count[0] % 10 == 5 ? List.of() : List.of(frame))) {
            var summary = play(server, server.flvUrl(scheme), second -> {});

            assertThat(summary.faults()).containsKey(Fault.LOST_FRAME);
            assertThat(summary.delivery().ratio()).isBetween(0.8, 0.95);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ws"})
    void whoIsRefusedIsCountedByStatus(String scheme) {
        try (var server = FakeServer.refusingPlayers()) {
            assertThat(play(server, server.flvUrl(scheme), second -> {}).failures())
                    .isEqualTo(Map.of("refused: status 403", (long) PLAYERS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ws"})
    void aStreamThatIsNotThereIsCountedByStatus(String scheme) {
        try (var server = FakeServer.faultless()) {
            var elsewhere = server.flvUrl(scheme).replace("a.flv", "b.flv");
            assertThat(play(server, elsewhere, second -> {}).failures())
                    .isEqualTo(Map.of("refused: status 404", (long) PLAYERS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http: last chunk", "ws: 1000"})
    void theEndOfAStreamIsTold(String schemeAndWords) {
        String scheme = schemeAndWords.substring(0, schemeAndWords.indexOf(':'));
        try (var server = FakeServer.faultless()) {
            var summary = play(server, server.flvUrl(scheme), second -> {
                if (second.players() == PLAYERS && second.measured()) {
                    server.endStream();
                }
            });

            assertThat(summary.disconnects()).hasSize(1).containsValue((long) PLAYERS);
            assertThat(summary.disconnects().keySet().iterator().next())
                    .startsWith("ended by the server: " + schemeAndWords.substring(scheme.length() + 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ws"})
    void whoIsThrownOutIsSeen(String scheme) {
        try (var server = FakeServer.faultless()) {
            var summary = play(server, server.flvUrl(scheme), second -> {
                if (second.players() == PLAYERS && second.measured()) {
                    server.throwOutPlayers();
                }
            });

            assertThat(summary.disconnects()).isEqualTo(Map.of("closed by the server", (long) PLAYERS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ws"})
    void stalledPlayersThatAreClosedAreSeenThoughTheyReadNothing(String scheme) {
        try (var server = FakeServer.faultless();
                var loops = Loops.start(TransportKind.AUTO, 2)) {
            var players = new Group.Stalled(StreamUrl.parse(server.flvUrl(scheme)), 1, 3, 100, Span.whole());
            var plan = new Plan(List.of(publisher(server), players), Duration.ZERO, Duration.ofMinutes(1));
            var summary = LoadRunTest.throwingOut(server, 3, loops, plan);

            assertThat(summary.stalled().closed()).isEqualTo(3);
            assertThat(summary.seconds().getLast().stalled()).isZero();
        }
    }

    private static Summary play(FakeServer server, String url, Consumer<Second> listener) {
        var players = new Group.Players(StreamUrl.parse(url), 1, PLAYERS, 100, Span.whole());
        var plan = new Plan(List.of(publisher(server), players), Duration.ofMillis(500), Duration.ofSeconds(2));
        try (var loops = Loops.start(TransportKind.AUTO, 2)) {
            return new LoadRun(loops, LoadRunTest.settings(loops), plan, listener).run(Map.of());
        }
    }

    private static Group publisher(FakeServer server) {
        return new Group.Publishers(
                StreamUrl.parse(server.url()), 1, 10, Span.whole(), () -> new GeneratedSource(SHORT_GOPS));
    }
}
