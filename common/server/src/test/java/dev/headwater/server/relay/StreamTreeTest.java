package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.FrameKind;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pull's way to its parent in the tree, and what it does for its children, in virtual time. */
class StreamTreeTest {
    private static final StreamKey KEY = new StreamKey("live", "one");
    private static final RelayAddress OWN = new RelayAddress("10.0.0.9", 19_350);
    private static final RelayAddress A = new RelayAddress("10.0.0.1", 19_350);
    private static final RelayAddress B = new RelayAddress("10.0.0.2", 19_350);
    private static final Epoch ONE = new Epoch(1, "o1");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final RelaySelf SELF = new RelaySelf("me", "z", () -> Optional.of(OWN), 2);
    private static final PullSettings SETTINGS = new PullSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofMillis(100),
            Duration.ofSeconds(2));

    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("me", "z", "edge", "test"));
    private final EmbeddedChannel time = new EmbeddedChannel();
    private final FakeDirectory directory = new FakeDirectory();
    private final FakeUpstreams upstreams = new FakeUpstreams();
    private final CapturingPlayer player = new CapturingPlayer();
    private StreamPull pull;

    /** A node that pulls from the one under test. */
    private static final class Child {
        private final Promise<Void> left = Promise.promise();
        private @Nullable EndReason end;
        private @Nullable PlayDecision decision;
    }

    @BeforeEach
    void play() {
        time.freezeTime();
        var ports = new PullPorts(
                directory,
                new DetourChoice(
                        new NodesView(new LocalNodeDirectory(), System::nanoTime),
                        SELF,
                        RandomGenerator.of("L64X128MixRandom")),
                upstreams,
                (key, loop, listener) -> new LiveStream(key, loop, Limits.HUB, listener),
                SELF,
                metrics,
                RandomGenerator.of("L64X128MixRandom"),
                over -> {});
        pull = new StreamPull(KEY, time.eventLoop(), ports, SETTINGS, FlightRecorder.OFF.log());
        directory.says(owned(1, Instant.EPOCH));
        Promise<PlayDecision> promise = Promise.promise();
        pull.open(promise, Trace.NONE, Promise.<Void>promise().future());
        promise.future().onSuccess(decision -> {
            if (decision instanceof PlayDecision.Found(LiveStream stream)) {
                player.join(stream, time.eventLoop());
            }
        });
        time.runPendingTasks();
    }

    private static StreamRecord owned(long epoch, Instant since) {
        return new StreamRecord(KEY, "o1", "10.0.0.8", 19_350, epoch, since, 0, 0, "z", "", "");
    }

    @AfterEach
    void end() {
        pull.over(EndReason.SHUTDOWN, "test is over");
        time.runPendingTasks();
    }

    private void advance(Duration span) {
        for (long ms = 0; ms < span.toMillis(); ms += 50) {
            time.advanceTimeBy(50, TimeUnit.MILLISECONDS);
            time.runScheduledPendingTasks();
            time.runPendingTasks();
        }
    }

    private void live(String... path) {
        upstreams.last().greets(ONE, path);
        time.runPendingTasks();
    }

    private void gop(long fromMs) {
        upstreams
                .last()
                .frame(FrameKind.VIDEO, fromMs, Payloads.avcSequenceHeader())
                .frame(FrameKind.VIDEO, fromMs, Payloads.avcKeyFrame((int) fromMs))
                .frame(FrameKind.VIDEO, fromMs + 40, Payloads.avcInterFrame((int) fromMs + 1));
        time.runPendingTasks();
    }

    private Child child(String node, String zone, RelayAddress relay) {
        return child(new PullRequest(Seen.NOTHING, node, zone, Optional.of(relay), List.of(), false));
    }

    private Child child(PullRequest request) {
        var child = new Child();
        Promise<PlayDecision> decided = Promise.promise();
        decided.future().onSuccess(decision -> child.decision = decision);
        pull.relay(
                new PlayRequest(
                        KEY,
                        request.query(),
                        "192.0.2.1:1",
                        false,
                        reason -> child.end = reason,
                        Trace.NONE,
                        child.left.future()),
                request.fetch(),
                decided);
        time.runPendingTasks();
        return child;
    }

    private static void assertServed(Child child) {
        assertThat(child.decision).isInstanceOf(PlayDecision.Found.class);
    }

    private static void assertSentTo(Child child, RelayAddress... places) {
        assertThat(child.decision)
                .isEqualTo(new PlayDecision.Elsewhere(
                        List.of(places).stream().map(RelayAddress::toString).toList()));
    }

    @Test
    void theStreamTellsThroughWhichNodesItComes() {
        assertThat(pull.stream().path()).isEmpty();
        live("o1", "e7");
        assertThat(pull.stream().path()).containsExactly("o1", "e7", "me");
    }

    @Test
    void theOwnerIsAskedFirstAndThenWhomItNames() {
        assertThat(upstreams.last().target().parent()).isEmpty();
        assertThat(upstreams.last().request().relay()).contains(OWN);
        upstreams.last().sendsTo(A, B);
        assertThat(upstreams.last().target().parent()).contains(A);
        upstreams.last().sendsTo(B, A);
        assertThat(upstreams.last().target().parent()).contains(B);
        live("o1", "a", "b");
        assertThat(pull.state()).isEqualTo(PullState.LIVE);
        assertThat(pull.greeting().orElseThrow().path()).containsExactly("o1", "a", "b", "me");
    }

    @Test
    void whoeverSendsEverybodyInACircleIsAskedAgainLater() {
        upstreams.last().sendsTo(A);
        upstreams.last().sendsTo(A, OWN);
        assertThat(pull.state()).isEqualTo(PullState.HOLDING);
        advance(SECOND);
        assertThat(upstreams.last().target().parent()).isEmpty();
    }

    @Test
    void aNodeThatFindsItselfInThePathTakesNothing() {
        upstreams.last().sendsTo(A, B);
        live("o1", "me", "a");
        assertThat(pull.state()).isEqualTo(PullState.PULLING);
        assertThat(upstreams.last().target().parent()).contains(B);
        assertThat(pull.greeting()).isEmpty();
    }

    @Test
    void anOwnersPlayersAreNoCircle() {
        live("me");
        assertThat(pull.state()).isEqualTo(PullState.LIVE);
    }

    @Test
    void anOwnerIsToldWhomWeCannotReach() {
        upstreams.last().sendsTo(A);
        upstreams.last().vanishes();
        assertThat(upstreams.last().target().parent()).isEmpty();
        assertThat(upstreams.last().request().not()).containsExactly(A);
        upstreams.last().sendsTo(A); // and does not listen
        upstreams.last().vanishes();
        assertThat(pull.state()).isEqualTo(PullState.HOLDING);
    }

    @Test
    void aParentThatVanishesIsReplacedWithoutARepetition() {
        upstreams.last().sendsTo(A);
        live("o1", "a");
        gop(0);
        advance(SECOND);
        upstreams.last().alive();
        advance(SECOND.plusMillis(100)); // steady
        upstreams.last().vanishes();
        time.runPendingTasks();
        assertThat(upstreams.last().request().not()).containsExactly(A);
        assertThat(upstreams.last().seen()).isEqualTo(new Seen(ONE, 40));
        upstreams.last().sendsTo(B);
        live("o1", "b");
        gop(0);
        gop(80);
        assertThat(player.ended()).isNull();
        assertThat(player.timestamps()).isSorted();
        assertThat(player.videoFrames()).isEqualTo(1 + 4);
    }

    @Test
    void aParentThatShutsDownIsNotAskedAgain() {
        upstreams.last().sendsTo(A);
        live("o1", "a");
        upstreams.last().ends(EndReason.SHUTDOWN);
        advance(SECOND);
        assertThat(upstreams.last().request().not()).containsExactly(A);
    }

    @Test
    void aParentOfALowerEpochIsNotTaken() {
        live("o1");
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        advance(SECOND);
        upstreams.last().sendsTo(A);
        upstreams.last().greets(new Epoch(1, "o0"), "o0", "a");
        assertThat(pull.state()).isEqualTo(PullState.HOLDING);
    }

    @Test
    void nobodyIsServedBeforeTheStreamIsHere() {
        assertThat(child("c", "z", A).decision).isEqualTo(PlayDecision.NOT_FOUND);
    }

    @Test
    void nobodyIsServedAnEpochLowerThanItHasSeen() {
        live("o1");
        var ahead = new PullRequest(new Seen(new Epoch(2, "o1"), 0), "c", "z", Optional.empty(), List.of(), false);
        assertThat(child(ahead).decision).isEqualTo(PlayDecision.NOT_FOUND);
    }

    @Test
    void whoStandsAboveIsNotServed() {
        live("o1", "a");
        assertThat(child("a", "z", A).decision).isInstanceOf(PlayDecision.Refused.class);
        assertThat(child("me", "z", A).decision).isInstanceOf(PlayDecision.Refused.class);
    }

    @Test
    void furtherNodesAreSentToTheNearestAndLeastNamed() {
        live("o1");
        assertServed(child("a", "west", A));
        assertServed(child("b", "z", B));
        assertSentTo(child("c", "z", new RelayAddress("10.0.0.3", 1)), B, A);
        assertSentTo(child("d", "west", new RelayAddress("10.0.0.4", 1)), A, B);
        assertSentTo(child("e", "north", new RelayAddress("10.0.0.5", 1)), A, B);
        assertSentTo(child("f", "north", new RelayAddress("10.0.0.6", 1)), B, A);
        assertThat(metrics.pullsOverFanout.count()).isZero();
    }

    @Test
    void aNodeWhoseParentsAreAllOutOfReachIsServedBeyondTheFanout() {
        live("o1");
        child("a", "z", A);
        child("b", "z", B);
        assertServed(child(new PullRequest(Seen.NOTHING, "c", "z", Optional.empty(), List.of(A, B), false)));
        assertThat(metrics.pullsOverFanout.count()).isOne();
    }

    @Test
    void theLastNodeOfTheLongestPathServesWhoeverComes() {
        live("o1", "2", "3", "4", "5", "6", "7");
        assertThat(pull.greeting().orElseThrow().path()).hasSize(RelayChildren.MAX_PATH);
        child("a", "z", A);
        child("b", "z", B);
        assertServed(child("c", "z", new RelayAddress("10.0.0.3", 1)));
    }

    @Test
    void whoLeavesMakesRoom() {
        live("o1");
        var first = child("a", "z", A);
        child("b", "z", B);
        first.left.complete();
        time.runPendingTasks();
        assertServed(child("c", "z", new RelayAddress("10.0.0.3", 1)));
    }

    @Test
    void aNodeThatComesAgainTakesItsOldPlace() {
        live("o1");
        var before = child("a", "z", A);
        child("b", "z", B);
        assertServed(child("a", "z", A));
        assertThat(before.end).isEqualTo(EndReason.UPSTREAM_LOST);
    }

    // ---- an owner that rises: another node has seen a higher epoch of the stream than its own

    private void directorySays(StreamRecord record) {
        pull.recordChanged(record);
        advance(SECOND);
        upstreams.last().alive();
    }

    @Test
    void anOwnerThatRisesIsPulledFromOnAndSoAreWe() {
        live("o1");
        gop(0);
        var before = child("a", "z", A);
        directorySays(owned(3, Instant.EPOCH));
        directorySays(owned(4, Instant.EPOCH));
        upstreams.last().frame(FrameKind.VIDEO, 80, Payloads.avcInterFrame(2));
        time.runPendingTasks();
        assertThat(upstreams.count()).isOne();
        assertThat(player.videoFrames()).isEqualTo(1 + 3);
        assertThat(before.end).isNull();
        assertThat(pull.greeting().orElseThrow().epoch()).isEqualTo(new Epoch(4, "o1"));
        assertServed(
                child(new PullRequest(new Seen(new Epoch(4, "o1"), 0), "c", "z", Optional.empty(), List.of(), false)));
    }

    @Test
    void aStreamThatNobodyPlaysLingersOnWhenItsOwnerRises() {
        live("o1");
        player.leave();
        time.runPendingTasks();
        directorySays(owned(3, Instant.EPOCH));
        assertThat(pull.state()).isEqualTo(PullState.LINGERING);
    }

    @Test
    void anotherPublisherAtTheSameOwnerIsPulled() {
        live("o1");
        directorySays(owned(3, Instant.ofEpochSecond(1)));
        assertThat(upstreams.count()).isEqualTo(2);
    }

    @Test
    void anotherPublisherIsPulledThoughWhoWasAskedStillHadTheOneBefore() {
        live("o1");
        directorySays(owned(3, Instant.ofEpochSecond(1)));
        live("o1", "e7"); // at epoch 1
        directorySays(owned(3, Instant.ofEpochSecond(1)));
        assertThat(upstreams.count()).isEqualTo(3);
        assertThat(upstreams.last().seen().epoch()).isEqualTo(ONE);
    }

    @Test
    void childrenAreEndedWithTheUpstreamAndPlayersAreHeld() {
        live("o1");
        gop(0);
        var children = new ArrayList<>(List.of(child("a", "z", A), child("b", "z", B)));
        upstreams.last().ends(EndReason.PUBLISHER_LOST);
        time.runPendingTasks();
        assertThat(children).extracting(child -> child.end).containsOnly(EndReason.PUBLISHER_LOST);
        assertThat(player.ended()).isNull();
        assertThat(pull.greeting()).isEmpty();
    }
}
