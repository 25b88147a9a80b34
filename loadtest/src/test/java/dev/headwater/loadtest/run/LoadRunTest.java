package dev.headwater.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.loadtest.check.Fault;
import dev.headwater.loadtest.client.Connections;
import dev.headwater.loadtest.client.LocalAddresses;
import dev.headwater.loadtest.client.Loops;
import dev.headwater.loadtest.client.Protocols;
import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.client.TransportKind;
import dev.headwater.loadtest.measure.Second;
import dev.headwater.loadtest.measure.Stalled;
import dev.headwater.loadtest.measure.Summary;
import dev.headwater.loadtest.measure.Times;
import dev.headwater.loadtest.source.GeneratedSource;
import dev.headwater.loadtest.source.Shape;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.testkit.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole runs over real sockets against a server that does what the test wants. */
class LoadRunTest {
    private static final Shape SHORT_GOPS = new Shape(300, 50, Duration.ofMillis(200), true);
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final int PLAYERS = 6;
    private static final int STALLED = 3;

    @Test
    void aFaultlessServerHasNoFaults() {
        try (var server = FakeServer.faultless()) {
            var summary = play(server);

            assertThat(summary.faults()).isEmpty();
            assertThat(summary.delivery().expectedFrames()).isGreaterThan(PLAYERS * 40L);
            assertThat(summary.delivery().ratio()).isEqualTo(1);
            assertThat(summary.joins()).isEqualTo(PLAYERS);
            assertThat(summary.firstFrame().count()).isEqualTo(PLAYERS);
            assertThat(summary.latency().count()).isGreaterThan(PLAYERS * 40L);
            assertThat(summary.latency().maxMs()).isPositive();
            assertThat(summary.audioFrames()).isPositive();
            assertThat(summary.failures()).isEmpty();
            assertThat(summary.disconnects()).isEmpty();
        }
    }

    @Test
    void aServerThatLosesFramesIsSeen() {
        try (var server = FakeServer.mangling(everyTenthVideo(frame -> List.of()))) {
            var summary = play(server);

            assertThat(summary.faults()).containsKey(Fault.LOST_FRAME);
            assertThat(summary.delivery().ratio()).isBetween(0.8, 0.95);
        }
    }

    @Test
    void aServerThatRepeatsFramesIsSeen() {
        try (var server = FakeServer.mangling(everyTenthVideo(frame -> List.of(frame, frame)))) {
            assertThat(play(server).faults()).containsOnlyKeys(Fault.OUT_OF_ORDER);
        }
    }

    @Test
    void aServerThatSwapsFramesIsSeen() {
        var held = new ArrayList<MediaMessage>();
        Function<MediaMessage, List<MediaMessage>> swap = frame -> {
            if (frame.kind() == MediaMessage.Kind.AUDIO) {
                return List.of(frame);
            }
            held.addFirst(frame);
            if (held.size() < 2) {
                return List.of();
            }
            var both = List.copyOf(held);
            held.clear();
            return both;
        };
        try (var server = FakeServer.mangling(swap)) {
            assertThat(play(server).faults()).containsKeys(Fault.OUT_OF_ORDER, Fault.TIMESTAMP_BACK);
        }
    }

    @Test
    void aServerWhoseTimeGoesBackIsSeen() {
        var mangler = everyTenthVideo(
                frame -> List.of(new MediaMessage(frame.kind(), 1, frame.timestamp() - 500, frame.payload())));
        try (var server = FakeServer.mangling(mangler)) {
            assertThat(play(server).faults()).containsOnlyKeys(Fault.TIMESTAMP_BACK);
        }
    }

    @Test
    void playersThatAreRefusedAreCountedByReason() {
        try (var server = FakeServer.refusingPlayers()) {
            var summary = play(server);

            assertThat(summary.failures()).isEqualTo(Map.of("refused: NetStream.Play.Failed", (long) PLAYERS));
            assertThat(summary.joins()).isZero();
        }
    }

    @Test
    void playersThatAreThrownOutAreCountedAndTheirFramesMissed() {
        try (var server = FakeServer.faultless()) {
            var summary = play(server, second -> {
                if (second.measured() && second.players() == PLAYERS) {
                    server.throwOutPlayers();
                }
            });

            assertThat(summary.disconnects()).isEqualTo(Map.of("closed by the server", (long) PLAYERS));
            assertThat(summary.wholeSeconds()).isLessThan(30); // nobody is left, so the run ends
        }
    }

    @Test
    void withoutServerNobodyIsServed() {
        var url = StreamUrl.parse("rtmp://127.0.0.1:%d/live/a".formatted(Ports.free()));
        var summary = run(new Plan(List.of(players(url)), A_SECOND, Duration.ofMinutes(1)), second -> {});

        assertThat(summary.failures()).isEqualTo(Map.of("connection refused", (long) PLAYERS));
        assertThat(summary.wholeSeconds()).isLessThan(30); // nobody is left, so the run ends
    }

    @Test
    void withoutPublisherPlayersDoNotEvenCome() {
        var url = StreamUrl.parse("rtmp://127.0.0.1:%d/live/a".formatted(Ports.free()));
        var summary =
                run(new Plan(List.of(publisher(url), players(url)), A_SECOND, Duration.ofMinutes(1)), second -> {});

        assertThat(summary.failures()).isEqualTo(Map.of("connection refused", 1L));
        assertThat(summary.attempts()).isZero();
    }

    @Test
    void churnLeavesWithTheFirstKeyFrameAndComesAgain() {
        try (var server = FakeServer.faultless()) {
            var url = StreamUrl.parse(server.url());
            var churn = new Group.Churn(url, 1, 4, 100, Span.whole());
            var summary = run(new Plan(List.of(publisher(url), churn), Duration.ZERO, A_SECOND), second -> {});

            assertThat(summary.cycles()).isGreaterThan(4);
            assertThat(summary.firstFrame().count()).isGreaterThanOrEqualTo(summary.cycles());
            assertThat(summary.failures()).isEmpty();
            assertThat(summary.faults()).isEmpty();
        }
    }

    @Test
    void stalledPlayersReadNothingAndNobodyElseMinds() {
        try (var server = FakeServer.faultless()) {
            var url = StreamUrl.parse(server.url());
            var rich = new Shape(8_000, 25, Duration.ofMillis(400), true);
            var publisher = new Group.Publishers(url, 1, 10, Span.whole(), () -> new GeneratedSource(rich));
            var unread = new ArrayList<Long>();
            var summary = run(
                    new Plan(List.of(publisher, players(url), stalled(url)), A_SECOND, Duration.ofSeconds(2)),
                    second -> unread.add(server.playersWithUnread(500_000)));

            assertThat(unread).contains((long) STALLED);
            assertThat(summary.seconds()).anyMatch(second -> second.stalled() == STALLED);
            assertThat(summary.stalled()).isEqualTo(new Stalled(STALLED, Times.NONE));
            assertThat(summary.joins()).isEqualTo(PLAYERS);
            assertThat(summary.delivery().ratio()).isEqualTo(1);
            assertThat(summary.failures()).isEmpty();
            assertThat(summary.disconnects()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "NIO"})
    void stalledPlayersThatAreClosedAreSeenThoughTheyReadNothing(TransportKind transport) {
        try (var server = FakeServer.faultless();
                var loops = Loops.start(transport, 2)) {
            var url = StreamUrl.parse(server.url());
            var plan = new Plan(List.of(publisher(url), stalled(url)), Duration.ZERO, Duration.ofMinutes(1));
            var summary = throwingOut(server, STALLED, loops, plan);

            assertThat(summary.stalled().players()).isEqualTo(STALLED);
            assertThat(summary.stalled().closed()).isEqualTo(STALLED);
            assertThat(summary.stalled().untilClosed().p50Ms()).isPositive();
            assertThat(summary.seconds().getLast().stalled()).isZero();
            assertThat(summary.disconnects()).isEmpty();
        }
    }

    /** A run whose server closes all players once so many of them stall, and which is over when that is seen. */
    static Summary throwingOut(FakeServer server, int stalled, Loops loops, Plan plan) {
        var thrownOut = new AtomicBoolean();
        var stop = new ArrayList<Runnable>();
        var run = new LoadRun(loops, settings(loops), plan, second -> {
            if (second.stalled() == stalled) {
                server.throwOutPlayers();
                thrownOut.set(true);
            } else if (thrownOut.get() && second.stalled() == 0) {
                stop.forEach(Runnable::run);
            }
        });
        stop.add(run::stop);
        return run.run(Map.of());
    }

    @Test
    void stalledPlayersThatMayNotPlayAreFailures() {
        try (var server = FakeServer.refusingPlayers()) {
            var url = StreamUrl.parse(server.url());
            var summary = run(new Plan(List.of(stalled(url)), Duration.ZERO, A_SECOND), second -> {});

            assertThat(summary.failures()).isEqualTo(Map.of("refused: NetStream.Play.Failed", (long) STALLED));
            assertThat(summary.stalled()).isEqualTo(Stalled.NONE);
        }
    }

    @Test
    void aGroupWithAnEndLeavesThenAndIsOwedNothingMore() {
        try (var server = FakeServer.faultless()) {
            var url = StreamUrl.parse(server.url());
            var leavers = new Group.Players(url, 1, PLAYERS, 100, new Span(Duration.ZERO, A_SECOND));
            var stayer = new Group.Players(url, 1, 1, 100, Span.whole());
            var seconds = new ArrayList<Second>();
            var summary = run(
                    new Plan(List.of(publisher(url), leavers, stayer), Duration.ofMillis(500), Duration.ofSeconds(2)),
                    seconds::add);

            assertThat(seconds).anyMatch(second -> second.players() == PLAYERS + 1);
            assertThat(seconds).anyMatch(second -> second.measured() && second.players() == 1);
            assertThat(summary.delivery().ratio()).isGreaterThan(0.9); // but for what was under way as they left
            assertThat(summary.disconnects()).isEmpty();
        }
    }

    @Test
    void aRunThatIsStoppedHasItsSummary() {
        try (var server = FakeServer.faultless();
                var loops = Loops.start(TransportKind.NIO, 1)) {
            var url = StreamUrl.parse(server.url());
            var plan = new Plan(List.of(publisher(url), players(url)), Duration.ZERO, Duration.ofHours(1));
            var stop = new ArrayList<Runnable>();
            var run = new LoadRun(loops, settings(loops), plan, second -> {
                if (second.measured() && second.players() == PLAYERS) {
                    stop.forEach(Runnable::run);
                }
            });
            stop.add(run::stop);
            var summary = run.run(Map.of("url", url.plain()));

            assertThat(summary.measuredSeconds()).isPositive().isLessThan(60);
            assertThat(summary.delivery().ratio()).isEqualTo(1);
            assertThat(summary.parameters()).containsEntry("url", url.plain());
        }
    }

    private static Summary play(FakeServer server) {
        return play(server, second -> {});
    }

    private static Summary play(FakeServer server, Consumer<Second> listener) {
        var url = StreamUrl.parse(server.url());
        var plan = new Plan(List.of(publisher(url), players(url)), Duration.ofMillis(500), Duration.ofSeconds(2));
        return run(plan, listener);
    }

    private static Summary run(Plan plan, Consumer<Second> listener) {
        try (var loops = Loops.start(TransportKind.AUTO, 2)) {
            return new LoadRun(loops, settings(loops), plan, listener).run(Map.of());
        }
    }

    static RunSettings settings(Loops loops) {
        var protocols = new Protocols(
                server -> new Connections(loops, server.resolve(), LocalAddresses.ANY, Duration.ofSeconds(5)));
        return new RunSettings(protocols, Duration.ofSeconds(5));
    }

    private static Group publisher(StreamUrl url) {
        return new Group.Publishers(url, 1, 10, Span.whole(), () -> new GeneratedSource(SHORT_GOPS));
    }

    private static Group stalled(StreamUrl url) {
        return new Group.Stalled(url, 1, STALLED, 100, Span.whole());
    }

    private static Group players(StreamUrl url) {
        return new Group.Players(url, 1, PLAYERS, 100, Span.whole());
    }

    private static Function<MediaMessage, List<MediaMessage>> everyTenthVideo(
            Function<MediaMessage, List<MediaMessage>> mangler) {
        var count = new int[1];
        return frame -> {
            if (frame.kind() != MediaMessage.Kind.VIDEO || frame.payload()[0] == 0x17 || ++count[0] % 10 != 0) {
                return List.of(frame);
            }
            return mangler.apply(frame);
        };
    }
}
