package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.HeldStreams;
import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.NodeRecord;
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
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pull's way around an owner that it cannot reach, and back, in virtual time. */
class DetourTest {
    private static final StreamKey KEY = new StreamKey("live", "one");
    private static final StreamRecord OWNED =
            new StreamRecord(KEY, "o1", "10.0.0.8", 19_350, 1, Instant.EPOCH, 0, 0, "z", "", "");
    private static final Epoch ONE = new Epoch(1, "o1");
    private static final RelayAddress PARENT = new RelayAddress("10.0.0.7", 19_350);
    private static final RelayAddress NEAR = new RelayAddress("near", 19_350);
    private static final RelayAddress FAR = new RelayAddress("far", 19_350);
    private static final RelayAddress HAS_IT = new RelayAddress("has-it", 19_350);
    private static final Duration QUIET = Duration.ofMillis(1_800); // half of the silence, and a look
    private static final PullSettings SETTINGS = new PullSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
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
    private final LocalNodeDirectory nodes = new LocalNodeDirectory();
    private final AtomicLong looks = new AtomicLong();
    private DetourChoice ways;
    private StreamPull pull;

    @BeforeEach
    void make() {
        time.freezeTime();
        directory.says(OWNED);
        var view = new NodesView(nodes, () -> looks.addAndGet(TimeUnit.SECONDS.toNanos(2)));
        var self = new RelaySelf("me", "z", Optional::empty, 0);
        ways = new DetourChoice(view, self, new SplittableRandom(1));
        var ports = new PullPorts(
                directory,
                ways,
                upstreams,
                (key, loop, listener) -> new LiveStream(key, loop, Limits.HUB, listener),
                self,
                metrics,
                new SplittableRandom(1),
                over -> {});
        pull = new StreamPull(KEY, time.eventLoop(), ports, SETTINGS, FlightRecorder.OFF.log());
    }

    @AfterEach
    void end() {
        pull.over(EndReason.SHUTDOWN, "test is over");
        time.runPendingTasks();
    }

    // ---- the company

    private void node(RelayAddress relay, String zone, HeldStreams streams) {
        node(relay.host(), relay.port(), zone, false, streams);
    }

    private void node(String name, int relayPort, String zone, boolean draining, HeldStreams streams) {
        nodes.announce(new NodeRecord(
                        name,
                        NodeRecord.ORIGIN,
                        zone,
                        name,
                        1_935,
                        relayPort,
                        0,
                        0,
                        0,
                        draining,
                        streams,
                        0,
                        0,
                        name,
                        name))
                .await();
    }

    private void near() {
        node(NEAR, "z", HeldStreams.NONE);
    }

    private void play() {
        Promise<PlayDecision> promise = Promise.promise();
        pull.open(promise, Trace.NONE, Promise.<Void>promise().future());
        promise.future().onSuccess(decision -> {
            if (decision instanceof PlayDecision.Found(LiveStream stream)) {
                player.join(stream, time.eventLoop());
            }
        });
        time.runPendingTasks();
    }

    /** Plays what the owner, or somebody below it, sends. */
    private FakeUpstreams.Opened playing(String... path) {
        play();
        greets(path);
        gop(upstreams.last(), 0);
        return upstreams.last();
    }

    private void greets(String... path) {
        upstreams.last().greets(ONE, path);
        time.runPendingTasks();
    }

    private void gop(FakeUpstreams.Opened upstream, long fromMs) {
        upstream.frame(FrameKind.VIDEO, fromMs, Payloads.avcSequenceHeader())
                .frame(FrameKind.VIDEO, fromMs, Payloads.avcKeyFrame((int) fromMs))
                .frame(FrameKind.VIDEO, fromMs + 40, Payloads.avcInterFrame((int) fromMs + 1));
        time.runPendingTasks();
    }

    private void advance(Duration span) {
        for (long ms = 0; ms < span.toMillis(); ms += 50) {
            time.advanceTimeBy(50, TimeUnit.MILLISECONDS);
            time.runScheduledPendingTasks();
            time.runPendingTasks();
        }
    }

    private void advanceWithBytes(FakeUpstreams.Opened upstream, Duration span) {
        for (long ms = 0; ms < span.toMillis(); ms += 500) {
            advance(Duration.ofMillis(500));
            upstream.alive();
        }
    }

    /** A node that cannot reach the owner asks for the stream. */
    private Future<PlayDecision> fetch() {
        return relay(new PullRequest(Seen.NOTHING, "c", "z", Optional.empty(), List.of(), true));
    }

    private Future<PlayDecision> relay(PullRequest request) {
        Promise<PlayDecision> promise = Promise.promise();
        pull.relay(
                new PlayRequest(
                        KEY,
                        request.query(),
                        "192.0.2.1:1",
                        false,
                        reason -> {},
                        Trace.NONE,
                        Promise.<Void>promise().future()),
                request.fetch(),
                promise);
        time.runPendingTasks();
        return promise.future();
    }

    private void assertAsked(RelayAddress place) {
        assertThat(upstreams.last().target()).isEqualTo(PullTarget.detour(OWNED, place));
        assertThat(upstreams.last().request().fetch()).isTrue();
    }

    private void assertOwnerAsked() {
        assertThat(upstreams.last().target()).isEqualTo(PullTarget.owner(OWNED));
        assertThat(upstreams.last().request().fetch()).isFalse();
    }

    // ---- around

    @Test
    void playersOfASilentOwnerGoOnThroughAnotherNodeWithoutARepetition() {
        near();
        var first = playing("o1");
        advance(QUIET);
        assertAsked(NEAR);
        assertThat(first.closed()).as("it may speak again").isFalse();
        greets("o1", "near");
        assertThat(first.closed()).isTrue();
        gop(upstreams.last(), 0);
        gop(upstreams.last(), 80);
        assertThat(pull.state()).isEqualTo(PullState.LIVE);
        assertThat(pull.greeting().orElseThrow().path()).containsExactly("o1", "near", "me");
        assertThat(player.timestamps()).isSorted();
        assertThat(player.videoFrames()).isEqualTo(1 + 4);
        assertThat(metrics.detours.count()).isOne();
        assertThat(metrics.detourAttempts.count()).isOne();
        assertThat(metrics.startedPulls.count()).as("pulls").isOne();
    }

    @Test
    void anOwnerThatSpeaksAgainIsKept() {
        near();
        var first = playing("o1");
        advance(QUIET);
        var beside = upstreams.last();
        first.alive();
        assertThat(beside.closed()).isTrue();
        advanceWithBytes(first, Duration.ofSeconds(30));
        assertThat(upstreams.count()).isEqualTo(2);
        assertThat(pull.state()).isEqualTo(PullState.LIVE);
    }

    @Test
    void anOwnerThatCannotBeConnectedIsNotWaitedForAlone() {
        near();
        play();
        advance(QUIET);
        assertAsked(NEAR);
        greets("o1", "near");
        assertThat(upstreams.nth(0).closed()).isTrue();
        assertThat(pull.state()).isEqualTo(PullState.LIVE);
    }

    @Test
    void whoHasTheStreamIsAskedFirstThenTheNearest() {
        node(FAR, "elsewhere", HeldStreams.NONE);
        node(NEAR, "z", HeldStreams.NONE);
        node(HAS_IT, "elsewhere", HeldStreams.of(List.of(KEY)));
        node("o1", 19_350, "z", false, HeldStreams.of(List.of(KEY)));
        node("me", 19_350, "z", false, HeldStreams.of(List.of(KEY)));
        node("draining", 19_350, "z", true, HeldStreams.of(List.of(KEY)));
        node("serves-no-nodes", 0, "z", false, HeldStreams.of(List.of(KEY)));
        playing("o1");
        advance(QUIET);
        for (RelayAddress next : List.of(HAS_IT, NEAR, FAR, HAS_IT)) {
            var before = upstreams.count();
            assertThat(detours().getLast().target().parent()).contains(next);
            detours().getLast().ends(EndReason.UPSTREAM_LOST);
            advanceUntilDetourAfter(before);
        }
    }

    private List<FakeUpstreams.Opened> detours() {
        return IntStream.range(0, upstreams.count())
                .mapToObj(upstreams::nth)
                .filter(upstream -> upstream.target().isDetour())
                .toList();
    }

    private void advanceUntilDetourAfter(int count) {
        var before = detours().size();
        for (int i = 0; i < 300 && detours().size() == before; i++) {
            advance(Duration.ofMillis(50));
        }
        assertThat(upstreams.count()).isGreaterThan(count);
    }

    @Test
    void othersAreAskedLessThanOnceASecond() {
        near();
        playing("o1");
        advance(Duration.ofMinutes(1)); // in which nobody answers
        assertThat(detours()).hasSizeBetween(5, 20);
        assertThat(upstreams.count()).isLessThan(60);
        assertThat(player.ended()).isNull();
    }

    @Test
    void withoutAnotherNodeNobodyIsAskedBesides() {
        playing("o1");
        advance(Duration.ofSeconds(20));
        assertThat(detours()).isEmpty();
    }

    @Test
    void aNodeThatHasItFromHereIsNotTaken() {
        near();
        playing("o1");
        advance(QUIET);
        greets("o1", "me", "near");
        assertThat(pull.greeting().orElseThrow().path()).containsExactly("o1", "me");
        assertThat(metrics.detours.count()).isZero();
    }

    @Test
    void aParentThatIsSilentIsPassedByTheOwnerFirst() {
        near();
        play();
        upstreams.last().sendsTo(PARENT);
        greets("o1", "parent");
        gop(upstreams.last(), 0);
        advance(QUIET);
        assertOwnerAsked();
        assertThat(upstreams.last().request().not()).containsExactly(PARENT);
        greets("o1");
        assertThat(pull.greeting().orElseThrow().path()).containsExactly("o1", "me");
        advanceWithBytes(upstreams.last(), Duration.ofSeconds(30));
        assertOwnerAsked();
    }

    @Test
    void aNodeOnTheWayThatStopsIsReplacedByTheNext() {
        near();
        node(FAR, "elsewhere", HeldStreams.NONE);
        playing("o1");
        advance(QUIET);
        greets("o1", "near");
        gop(upstreams.last(), 80);
        upstreams.last().ends(EndReason.SHUTDOWN);
        time.runPendingTasks();
        assertThat(detours().getLast().target().parent()).contains(FAR);
        assertThat(player.ended()).isNull();
    }

    /** Such as one that has the stream from here. */
    @Test
    void aRefusalCostsNoTime() {
        node(HAS_IT, "z", HeldStreams.of(List.of(KEY)));
        near();
        playing("o1");
        advance(QUIET);
        assertAsked(HAS_IT);
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        time.runPendingTasks();
        assertAsked(NEAR);
    }

    /** The head of a subtree asks those below it, who are near and have the stream. */
    @Test
    void manyWhoServeNobodyCostNoTime() {
        node(FAR, "elsewhere", HeldStreams.NONE);
        for (int i = 0; i < 12; i++) {
            node(new RelayAddress("below" + i, 19_350), "z", HeldStreams.of(List.of(KEY)));
        }
        playing("o1");
        advance(QUIET);
        for (int i = 0; i < 12; i++) {
            upstreams.last().vanishes();
            time.runPendingTasks();
        }
        assertAsked(FAR);
    }

    @Test
    void howManyAreAskedWithoutAPauseIsBounded() {
        for (int i = 0; i < 40; i++) {
            node(new RelayAddress("below" + i, 19_350), "z", HeldStreams.of(List.of(KEY)));
        }
        playing("o1");
        advance(QUIET);
        for (int i = 0; i < 40; i++) {
            upstreams.last().vanishes();
            time.runPendingTasks();
        }
        assertThat(detours()).hasSize(16);
    }

    @Test
    void whoPullsFromHereIsNotAsked() {
        node(HAS_IT, "z", HeldStreams.of(List.of(KEY)));
        near();
        playing("o1");
        assertThat(relay(new PullRequest(Seen.NOTHING, "c", "z", Optional.of(HAS_IT), List.of(), false))
                        .result())
                .isInstanceOf(PlayDecision.Found.class);
        advance(QUIET);
        assertAsked(NEAR);
    }

    @Test
    void whoCouldNotBringTheStreamIsNotAskedForOthersOfItsOwner() {
        near();
        playing("o1");
        advance(QUIET);
        assertAsked(NEAR);
        advance(Duration.ofSeconds(2)); // it does not answer
        assertThat(waysTo(OWNED)).isEmpty();
        advance(Duration.ofSeconds(2));
        assertThat(waysTo(OWNED)).containsExactly(NEAR);
    }

    /** It may have asked the owner, who has that stream no more, or may be about to change its own place. */
    @Test
    void whoSaysNoIsAskedForAnotherStreamAndNotForAThird() {
        near();
        playing("o1");
        advance(QUIET);
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        time.runPendingTasks();
        assertThat(waysTo(OWNED)).containsExactly(NEAR);
        var other = new StreamRecord(
                new StreamKey("live", "two"), "o1", "10.0.0.8", 19_350, 1, Instant.EPOCH, 0, 0, "z", "", "");
        ways.saidNo(NEAR, other, time.eventLoop().ticker().nanoTime());
        assertThat(waysTo(OWNED)).isEmpty();
        advance(Duration.ofSeconds(2));
        assertThat(waysTo(OWNED)).containsExactly(NEAR);
    }

    private List<RelayAddress> waysTo(StreamRecord owner) {
        return ways.inOrder(owner, time.eventLoop().ticker().nanoTime()).result();
    }

    @Test
    void whereManyLookForAWayOneWaitsForRoom() {
        near();
        playing("o1");
        for (int i = 0; i < DetourChoice.MAX_LOOKING; i++) {
            assertThat(ways.look()).isTrue();
        }
        advance(QUIET);
        assertThat(detours()).isEmpty();
        ways.found();
        advance(Duration.ofMillis(100));
        assertAsked(NEAR);
        greets("o1", "near");
        assertThat(ways.look()).as("room again").isTrue();
    }

    // ---- back

    /** The owner fell silent, and a first group of pictures has come by another node. */
    private FakeUpstreams.Opened goneAround() {
        near();
        playing("o1");
        advance(QUIET);
        greets("o1", "near");
        var through = upstreams.last();
        gop(through, 80);
        return through;
    }

    @Test
    void whenTheOwnerCanBeReachedThePullGoesBackToIt() {
        var through = goneAround();
        advanceWithBytes(through, Duration.ofSeconds(2));
        assertOwnerAsked();
        gop(through, 160);
        assertThat(player.timestamps()).last().isEqualTo(200L);
        greets("o1");
        assertThat(through.closed()).isTrue();
        gop(upstreams.last(), 160);
        gop(upstreams.last(), 240);
        assertThat(player.timestamps()).isSorted();
        assertThat(player.videoFrames()).isEqualTo(1 + 4 * 2);
        int asked = upstreams.count();
        advanceWithBytes(upstreams.last(), Duration.ofMinutes(1));
        assertThat(upstreams.count()).isEqualTo(asked);
        assertThat(pull.greeting().orElseThrow().path()).containsExactly("o1", "me");
    }

    @Test
    void whomTheOwnerNamesAndWeHaveAlreadyIsKept() {
        var through = goneAround();
        advanceWithBytes(through, Duration.ofSeconds(2));
        assertOwnerAsked();
        int asked = upstreams.count();
        upstreams.last().sendsTo(FAR, NEAR);
        time.runPendingTasks();
        advanceWithBytes(through, Duration.ofMinutes(1));
        assertThat(upstreams.count()).as("one pull from there").isEqualTo(asked);
        assertThat(through.closed()).isFalse();
        through.vanishes();
        time.runPendingTasks();
        assertOwnerAsked();
        assertThat(upstreams.last().request().not()).as("it is one of the tree").containsExactly(NEAR);
    }

    @Test
    void anOwnerThatStaysOutOfReachIsAskedNowAndThen() {
        near();
        playing("o1");
        advance(QUIET);
        greets("o1", "near");
        var through = upstreams.last();
        int before = upstreams.count();
        for (int i = 0; i < 60; i++) {
            advanceWithBytes(through, Duration.ofSeconds(1));
            if (!upstreams.last().closed() && upstreams.last() != through) {
                upstreams.last().vanishes();
            }
        }
        assertThat(through.closed()).isFalse();
        assertThat(upstreams.count() - before).isBetween(4, 20);
        assertThat(pull.state()).isEqualTo(PullState.LIVE);
    }

    @Test
    void anEpochThatAnotherNodeToldOfLeadsBackToItsOwner() {
        near();
        playing("o1");
        advance(QUIET);
        upstreams.last().greets(new Epoch(2, "o2"), "o2", "near");
        time.runPendingTasks();
        var next = new StreamRecord(KEY, "o2", "10.0.0.9", 19_350, 2, Instant.EPOCH, 0, 0, "z", "", "");
        pull.recordChanged(next);
        advanceWithBytes(upstreams.last(), Duration.ofSeconds(2));
        assertThat(upstreams.last().target()).isEqualTo(PullTarget.owner(next));
    }

    @Test
    void anOwnerThatGreetsAndFallsSilentIsGoneBackToLessAndLess() {
        near();
        playing("o1");
        int returns = 0;
        int answered = upstreams.count();
        for (int half = 0; half < 2 * 60; half++) {
            advance(Duration.ofMillis(500));
            while (answered < upstreams.count()) {
                var asked = upstreams.nth(answered++);
                boolean around = asked.target().isDetour();
                asked.greets(ONE, around ? new String[] {"o1", "near"} : new String[] {"o1"});
                returns += around ? 0 : 1;
            }
            detours().stream().filter(detour -> !detour.closed()).forEach(FakeUpstreams.Opened::alive);
        }
        assertThat(returns).as("in a minute, with nothing after the greeting").isBetween(3, 8);
        assertThat(player.ended()).isNull();
    }

    // ---- for others

    @Test
    void aStreamIsFetchedForANodeThatAsksForIt() {
        var decision = fetch();
        assertOwnerAsked();
        assertThat(decision.isComplete()).isFalse();
        greets("o1");
        assertThat(decision.result()).isInstanceOf(PlayDecision.Found.class);
        assertThat(pull.greeting().orElseThrow().path()).containsExactly("o1", "me");
    }

    @Test
    void whatCannotBeFetchedIsRefusedAtOnce() {
        near();
        var decision = fetch();
        upstreams.last().vanishes();
        time.runPendingTasks();
        assertThat(decision.result()).isEqualTo(PlayDecision.NOT_FOUND);
        assertThat(pull.state()).isEqualTo(PullState.OVER);
        assertThat(detours()).isEmpty();
    }

    @Test
    void anOwnerThatDoesNotAnswerIsNotWaitedForLong() {
        var decision = fetch();
        advance(Duration.ofSeconds(1));
        assertThat(decision.result()).isEqualTo(PlayDecision.NOT_FOUND);
        assertThat(pull.state()).isEqualTo(PullState.OVER);
    }

    @Test
    void aStreamOfASilentOwnerIsNotGivenToOthersAsAWayAround() {
        playing("o1");
        advance(QUIET);
        assertThat(fetch().result()).isEqualTo(PlayDecision.NOT_FOUND);
    }

    @Test
    void whoLooksForAnotherWayServesNobodyMeanwhile() {
        near();
        playing("o1");
        advance(QUIET);
        greets("o1", "near");
        advanceWithBytes(upstreams.last(), Duration.ofSeconds(2));
        assertOwnerAsked();
        assertThat(fetch().result()).isInstanceOf(PlayDecision.Refused.class);
        upstreams.last().vanishes();
        assertThat(fetch().result()).isInstanceOf(PlayDecision.Found.class);
    }
}
