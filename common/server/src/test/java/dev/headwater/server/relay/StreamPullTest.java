package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.FrameTap;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.PlayDecision;
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
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every transition of the drawing in the package's description, in virtual time. */
class StreamPullTest {
    private static final StreamKey KEY = new StreamKey("live", "one");
    private static final RelaySelf SELF = new RelaySelf("n", "z", Optional::empty, 0);
    private static final PullSettings SETTINGS = new PullSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofMillis(100),
            Duration.ofSeconds(2));

    private static final NodeMetrics METRICS =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("n", "z", "edge", "test"));

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final FakeDirectory directory = new FakeDirectory();
    private final FakeUpstreams upstreams = new FakeUpstreams();
    private final List<StreamPull> over = new ArrayList<>();
    private final List<CapturingPlayer> players = new ArrayList<>();
    private final Promise<Void> left = Promise.promise();
    private StreamPull pull;

    @BeforeEach
    void freeze() {
        time.freezeTime();
        pull = newPull();
    }

    @AfterEach
    void end() {
        pull.over(EndReason.SHUTDOWN, "test is over");
        time.runPendingTasks();
    }

    private StreamPull newPull() {
        var ports = new PullPorts(
                directory,
                new DetourChoice(
                        new NodesView(new LocalNodeDirectory(), System::nanoTime), SELF, new SplittableRandom(1)),
                upstreams,
                (key, loop, listener) -> new LiveStream(key, loop, Limits.HUB, listener),
                SELF,
                METRICS,
                new SplittableRandom(1),
                over::add);
        return new StreamPull(KEY, time.eventLoop(), ports, SETTINGS, FlightRecorder.OFF.log());
    }

    private static StreamRecord record(long epoch, String origin) {
        return new StreamRecord(KEY, origin, "127.0.0.1", 19350, epoch, Instant.EPOCH, 0, 0, "z", "", "");
    }

    private Promise<PlayDecision> open() {
        Promise<PlayDecision> promise = Promise.promise();
        assertThat(pull.open(promise, Trace.NONE, left.future())).isTrue();
        time.runPendingTasks();
        return promise;
    }

    /** Opens and joins, as a player's connection does. */
    private CapturingPlayer play() {
        var promise = open();
        var player = new CapturingPlayer();
        players.add(player);
        promise.future().onSuccess(found -> player.join(streamOf(found), time.eventLoop()));
        time.runPendingTasks();
        return player;
    }

    private static LiveStream streamOf(PlayDecision decision) {
        return ((PlayDecision.Found) decision).stream();
    }

    private void advance(Duration span) {
        time.advanceTimeBy(span.toNanos(), TimeUnit.NANOSECONDS);
        time.runScheduledPendingTasks();
        time.runPendingTasks();
    }

    /** In steps, so that timers which a timer sets run in their turn. */
    private void advanceInSteps(Duration span) {
        for (long ms = 0; ms < span.toMillis(); ms += 50) {
            advance(Duration.ofMillis(50));
        }
    }

    /** The upstream lives meanwhile. */
    private void advanceWithBytes(Duration span) {
        var upstream = upstreams.last();
        for (long ms = 0; ms < span.toMillis(); ms += 500) {
            advance(Duration.ofMillis(500));
            upstream.alive();
        }
    }

    private CapturingPlayer livePlayer() {
        directory.says(record(1, "o1"));
        var player = play();
        upstreams.last().greets();
        time.runPendingTasks();
        frames(upstreams.last(), 0);
        advanceWithBytes(Duration.ofSeconds(1)); // the player is in
        assertThat(pull.state()).isEqualTo(PullState.LIVE);
        return player;
    }

    private void frames(FakeUpstreams.Opened upstream, long from) {
        upstream.frame(FrameKind.VIDEO, from, Payloads.avcSequenceHeader())
                .frame(FrameKind.VIDEO, from, Payloads.avcKeyFrame((int) from))
                .frame(FrameKind.VIDEO, from + 40, Payloads.avcInterFrame((int) from + 1));
        time.runPendingTasks();
    }

    @Test
    void aPlayerMakesItResolveThenPullThenLive() {
        directory.says(record(7, "o1"));
        var promise = open();
        assertThat(pull.state()).isEqualTo(PullState.PULLING);
        assertThat(promise.future().isComplete()).isFalse();
        assertThat(upstreams.last().record().epoch()).isEqualTo(7);

        var player = new CapturingPlayer();
        promise.future().onSuccess(found -> player.join(streamOf(found), time.eventLoop()));
        upstreams.last().greets();
        time.runPendingTasks();
        frames(upstreams.last(), 0);

        assertThat(pull.state()).isEqualTo(PullState.LIVE);
        assertThat(player.videoFrames()).isEqualTo(3);
    }

    @Test
    void manyPlayersShareOneUpstream() {
        directory.says(record(1, "o1"));
        for (int i = 0; i < 100; i++) {
            play();
        }
        upstreams.last().greets();
        time.runPendingTasks();
        for (int i = 0; i < 100; i++) {
            play();
        }
        frames(upstreams.last(), 0);
        assertThat(upstreams.count()).isEqualTo(1);
        assertThat(directory.finds()).isEqualTo(1);
        assertThat(players).allMatch(player -> player.videoFrames() == 3);
    }

    @Test
    void anUnknownStreamIsWaitedForAndThenNotFound() {
        var promise = open();
        advanceInSteps(Duration.ofSeconds(9));
        assertThat(promise.future().isComplete()).isFalse();
        assertThat(pull.state()).isEqualTo(PullState.HOLDING);
        advanceInSteps(Duration.ofSeconds(2));
        assertThat(promise.future().result()).isEqualTo(PlayDecision.NOT_FOUND);
        assertThat(pull.state()).isEqualTo(PullState.OVER);
        assertThat(over).containsExactly(pull);
        assertThat(upstreams.count()).isZero();
    }

    @Test
    void theDirectoryIsAskedAgainWithBackoffNotInAStorm() {
        open();
        advanceInSteps(Duration.ofSeconds(9));
        assertThat(directory.finds()).isBetween(6, 20);
    }

    @Test
    void aDirectoryThatFailsIsAskedAgain() {
        directory.fails(new IllegalStateException("no data member"));
        open();
        assertThat(pull.state()).isEqualTo(PullState.HOLDING);
        directory.fails(null);
        directory.says(record(1, "o1"));
        advanceInSteps(Duration.ofSeconds(1));
        assertThat(pull.state()).isEqualTo(PullState.PULLING);
    }

    @Test
    void aStreamThatAppearsIsPulledAtOnce() {
        open();
        pull.recordChanged(record(1, "o1"));
        assertThat(pull.state()).isEqualTo(PullState.PULLING);
    }

    /** The directory may tell of a new owner a moment before that owner itself knows. */
    @Test
    void aNewOwnerThatIsNotReadyYetIsAskedAgainSoonHoweverLongWasWaited() {
        open();
        advanceInSteps(Duration.ofSeconds(9));
        directory.says(record(1, "o1"));
        pull.recordChanged(record(1, "o1"));
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        advanceInSteps(Duration.ofMillis(200));
        assertThat(upstreams.count()).isEqualTo(2);
    }

    /** As every owner does, for all nodes at one instant. */
    @Test
    void anOwnerThatIsAnnouncedAgainIsNotAskedBeforeThePauseIsOver() {
        livePlayer();
        while (upstreams.count() < 6) { // by now the pause is more than a second
            upstreams.last().ends(EndReason.UPSTREAM_LOST);
            advanceInSteps(Duration.ofMillis(50));
        }
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        assertThat(pull.state()).isEqualTo(PullState.HOLDING);
        pull.recordChanged(record(1, "o1").at(2_000, ""));
        assertThat(pull.state()).isEqualTo(PullState.HOLDING);
        assertThat(upstreams.count()).isEqualTo(6);
        directory.fallsSilent();
        advanceInSteps(Duration.ofSeconds(3));
        assertThat(upstreams.nth(6).record().timelineMs()).isEqualTo(2_000);
    }

    @Test
    void theLastPlayerLeavingStartsTheLingerAndThenIdle() {
        var player = livePlayer();
        player.leave();
        time.runPendingTasks();
        assertThat(pull.state()).isEqualTo(PullState.LINGERING);
        advanceWithBytes(Duration.ofSeconds(9));
        assertThat(upstreams.last().closed()).isFalse();
        advanceWithBytes(Duration.ofSeconds(2));
        assertThat(pull.state()).isEqualTo(PullState.OVER);
        assertThat(upstreams.last().closed()).isTrue();
        assertThat(over).containsExactly(pull);
    }

    @Test
    void aPlayerThatComesInTheLingerCostsNothing() {
        var first = livePlayer();
        first.leave();
        time.runPendingTasks();
        advance(Duration.ofSeconds(1));
        var second = play();
        assertThat(pull.state()).isEqualTo(PullState.LIVE);
        assertThat(second.videoFrames()).isEqualTo(3); // header and GOP, from memory
        assertThat(upstreams.count()).isEqualTo(1);
    }

    @Test
    void anOpenedStreamThatNobodyJoinsLingersAndGoes() {
        directory.says(record(1, "o1"));
        open();
        upstreams.last().greets();
        advanceWithBytes(Duration.ofSeconds(2));
        assertThat(pull.state()).isEqualTo(PullState.LINGERING);
        advanceWithBytes(Duration.ofSeconds(11));
        assertThat(pull.state()).isEqualTo(PullState.OVER);
    }

    @Test
    void aPlayerThatGivesUpBeforeTheAnswerLeavesNoPullBehind() {
        directory.says(record(1, "o1"));
        var promise = open();
        advanceInSteps(Duration.ofSeconds(14)); // the upstream never greets; the player's patience ends
        assertThat(promise.future().result()).isEqualTo(PlayDecision.NOT_FOUND);
        assertThat(pull.state()).isEqualTo(PullState.OVER);
        assertThat(upstreams.last().closed()).isTrue();
    }

    @Test
    void playersAreHeldWhenTheUpstreamIsLostAndGoOnAtAKeyFrame() {
        var player = livePlayer();
        directory.saysNothing();
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        time.runPendingTasks();
        assertThat(pull.state()).isEqualTo(PullState.HOLDING);
        assertThat(player.ended()).isNull();

        advanceInSteps(Duration.ofSeconds(5));
        directory.says(record(2, "o2"));
        advanceInSteps(Duration.ofSeconds(3));
        assertThat(pull.state()).isEqualTo(PullState.PULLING);
        upstreams.last().greets();
        // an inter frame without its key frame is of no use; the header did not change
        upstreams.last().frame(FrameKind.VIDEO, 9_000, Payloads.avcInterFrame(1));
        frames(upstreams.last(), 9_040);

        assertThat(pull.state()).isEqualTo(PullState.LIVE);
        assertThat(player.videoFrames()).isEqualTo(3 + 2);
        assertThat(player.ended()).isNull();
        assertThat(player.timestamps()).isSorted();
    }

    @Test
    void aTapHearsOfAHoleInAPublicationThatGoesOn() {
        livePlayer();
        var missed = new AtomicInteger();
        pull.stream()
                .tap(
                        new FrameTap() {
                            @Override
                            public void frames(List<MediaFrame> batch) {}

                            @Override
                            public void missed(boolean late) {
                                missed.incrementAndGet();
                            }

                            @Override
                            public void ended(EndReason reason) {}
                        },
                        time.eventLoop());
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        advanceInSteps(Duration.ofSeconds(1));
        upstreams.last().greets();
        frames(upstreams.last(), 0); // which were here
        upstreams.last().frame(FrameKind.VIDEO, 80, Payloads.avcInterFrame(2));
        time.runPendingTasks();
        assertThat(missed).hasValue(0);

        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        advanceInSteps(Duration.ofSeconds(1));
        upstreams.last().greets();
        frames(upstreams.last(), 2_000);
        assertThat(missed).hasValue(1);

        directory.says(record(2, "o2"));
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        advanceInSteps(Duration.ofSeconds(3));
        upstreams.last().greets();
        frames(upstreams.last(), 9_000);
        assertThat(missed).as("another publication, for all nodes").hasValue(1);
    }

    @Test
    void aPlayerThatComesWhilePlayersAreHeldIsHeldToo() {
        livePlayer();
        directory.saysNothing();
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        time.runPendingTasks();
        var late = play();
        assertThat(late.ended()).isNull();
        assertThat(late.videoFrames()).isEqualTo(3);
    }

    @Test
    void theHoldEndsAndPlayersAreTold() {
        var player = livePlayer();
        directory.saysNothing();
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        advanceInSteps(Duration.ofSeconds(29));
        assertThat(player.ended()).isNull();
        advanceInSteps(Duration.ofSeconds(2));
        assertThat(player.ended()).isEqualTo(EndReason.UPSTREAM_LOST);
        assertThat(pull.state()).isEqualTo(PullState.OVER);
    }

    @Test
    void failedAttemptsDoNotProlongTheHold() {
        var player = livePlayer();
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        for (int i = 0; i < 700; i++) {
            advance(Duration.ofMillis(50));
            if (pull.state() == PullState.PULLING) {
                upstreams.last().ends(EndReason.UPSTREAM_LOST);
            }
        }
        assertThat(player.ended()).isEqualTo(EndReason.UPSTREAM_LOST);
        assertThat(upstreams.count()).as("attempts in 30 s").isBetween(10, 40);
    }

    @Test
    void aGoodbyeOfTheBroadcasterIsToldAtOnce() {
        var player = livePlayer();
        upstreams.last().ends(EndReason.UNPUBLISHED);
        time.runPendingTasks();
        assertThat(player.ended()).isEqualTo(EndReason.UNPUBLISHED);
        assertThat(pull.state()).isEqualTo(PullState.OVER);
        assertThat(pull.open(Promise.promise(), Trace.NONE, left.future()))
                .as("a pull that is over")
                .isFalse();
    }

    @Test
    void aBroadcasterThatVanishedIsWaitedForABriefTime() {
        var player = livePlayer();
        directory.saysNothing();
        upstreams.last().ends(EndReason.PUBLISHER_LOST);
        advanceInSteps(Duration.ofSeconds(4));
        assertThat(player.ended()).isNull();
        advanceInSteps(Duration.ofSeconds(2));
        assertThat(player.ended()).isEqualTo(EndReason.PUBLISHER_LOST);
    }

    @Test
    void aSilentUpstreamIsLost() {
        livePlayer();
        advanceWithBytes(Duration.ofSeconds(10));
        assertThat(upstreams.nth(0).closed()).as("bytes arrive").isFalse();
        advanceInSteps(Duration.ofSeconds(5));
        assertThat(upstreams.nth(0).closed()).isTrue();
        assertThat(upstreams.count()).isEqualTo(2);
    }

    @Test
    void aMovedRecordMovesThePull() {
        var player = livePlayer();
        moved(record(2, "o2"));
        assertThat(upstreams.nth(0).closed()).isTrue();
        assertThat(upstreams.last().record().originId()).isEqualTo("o2");
        assertThat(upstreams.last().seen().epoch().number()).isEqualTo(1);
        upstreams.last().greets();
        frames(upstreams.last(), 1_000);
        assertThat(player.videoFrames()).isEqualTo(5);
        assertThat(pull.state()).isEqualTo(PullState.LIVE);
    }

    /** The owner that it has left does not say a word. */
    private void moved(StreamRecord record) {
        pull.recordChanged(record);
        advanceInSteps(Duration.ofMillis(250));
    }

    @Test
    void theLastFramesOfAnOwnerThatAStreamHasLeftAreTakenAndItsGoodbyeIsNot() {
        var player = livePlayer();
        var old = upstreams.last();
        pull.recordChanged(record(2, "o2"));
        assertThat(upstreams.count()).isEqualTo(1);
        old.frame(FrameKind.VIDEO, 80, Payloads.avcInterFrame(3));
        time.runPendingTasks();
        assertThat(player.videoFrames()).isEqualTo(4);
        old.ends(EndReason.UNPUBLISHED);
        assertThat(pull.state()).isEqualTo(PullState.PULLING);
        assertThat(upstreams.last().record().originId()).isEqualTo("o2");
        upstreams.last().greets();
        frames(upstreams.last(), 1_000);
        advanceInSteps(Duration.ofSeconds(1));
        assertThat(upstreams.count()).isEqualTo(2);
        assertThat(pull.state()).isEqualTo(PullState.LIVE);
        assertThat(player.ended()).isNull();
    }

    @Test
    void theNewestOfTwoMovesIsFollowed() {
        livePlayer();
        pull.recordChanged(record(2, "o2"));
        moved(record(3, "o3"));
        assertThat(upstreams.count()).isEqualTo(2);
        assertThat(upstreams.last().record().originId()).isEqualTo("o3");
    }

    @Test
    void aMovedStreamWhosePlayersLeaveIsNotFollowed() {
        var player = livePlayer();
        pull.recordChanged(record(2, "o2"));
        player.leave();
        time.runPendingTasks();
        advanceInSteps(Duration.ofSeconds(2));
        assertThat(pull.state()).isEqualTo(PullState.OVER);
        assertThat(upstreams.count()).isEqualTo(1);
    }

    @Test
    void announcementsOfTheSameEpochChangeNothing() {
        livePlayer();
        pull.recordChanged(record(1, "o1"));
        assertThat(pull.state()).isEqualTo(PullState.LIVE);
        assertThat(upstreams.count()).isEqualTo(1);
    }

    @Test
    void noFrameOfALowerEpochIsTaken() {
        var player = livePlayer();
        moved(record(5, "o2"));
        upstreams.last().greets();
        frames(upstreams.last(), 1_000);
        pull.recordChanged(record(4, "o1"));
        assertThat(upstreams.count())
                .as("a live pull does not follow a lower record")
                .isEqualTo(2);

        directory.says(record(4, "o1"));
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        advanceInSteps(Duration.ofSeconds(1));
        var lower = upstreams.last().greets();
        assertThat(lower.closed()).as("a lower greeting is not taken").isTrue();
        lower.frame(FrameKind.VIDEO, 2_000, Payloads.avcKeyFrame(9));
        assertThat(player.videoFrames()).isEqualTo(5);
        assertThat(player.ended()).isNull();
    }

    @Test
    void anOwnerThatLostItsPastIsAskedAndTakenOnceItRises() {
        var player = livePlayer();
        moved(record(7, "o2"));
        upstreams.last().greets();
        frames(upstreams.last(), 1_000);
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        pull.recordChanged(record(1, "o1"));
        assertThat(upstreams.last().seen()).isEqualTo(new Seen(new Epoch(7, "o2"), 1_040));
        upstreams.last().greets(new Epoch(8, "o1"));
        frames(upstreams.last(), 2_000);
        assertThat(player.videoFrames()).isEqualTo(7);
    }

    @Test
    void whatAnOwnerHasOfBeforeItRoseAboveOurLineIsNotDelivered() {
        var player = livePlayer();
        moved(record(2, "o2").at(20_000, ""));
        upstreams.last().greets();
        frames(upstreams.last(), 0); // its group of pictures
        upstreams.last().frame(FrameKind.VIDEO, 20_040, Payloads.avcInterFrame(1));
        time.runPendingTasks();
        assertThat(player.videoFrames()).isEqualTo(3);
        frames(upstreams.last(), 20_080);
        assertThat(player.videoFrames()).isEqualTo(3 + 2);
        assertThat(streamOf(open().future().result()).timestampMs()).isEqualTo(20_120);
    }

    @Test
    void anOwnerThatGreetsAndFailsIsNotStormed() {
        var player = livePlayer();
        for (int i = 0; i < 700; i++) {
            upstreams.last().ends(EndReason.UPSTREAM_LOST);
            advance(Duration.ofMillis(50));
            if (pull.state() == PullState.PULLING) {
                upstreams.last().greets();
            }
        }
        assertThat(upstreams.count()).as("attempts in 35 s").isBetween(10, 60);
        assertThat(player.ended()).as("the hold is not prolonged").isEqualTo(EndReason.UPSTREAM_LOST);
    }

    @Test
    void aWaiterThatLeavesLeavesNothingBehind() {
        var promise = open();
        left.complete();
        time.runPendingTasks();
        assertThat(promise.future().result()).isEqualTo(PlayDecision.NOT_FOUND);
        assertThat(pull.state()).isEqualTo(PullState.OVER);
        assertThat(over).containsExactly(pull);
    }

    @Test
    void aPlayerWaitsLongerForAnOwnerThatIsKnown() {
        var promise = open();
        advanceInSteps(Duration.ofSeconds(9));
        pull.recordChanged(record(1, "o1"));
        advanceInSteps(Duration.ofSeconds(2));
        assertThat(promise.future().isComplete()).isFalse();
        upstreams.last().greets();
        assertThat(promise.future().result()).isInstanceOf(PlayDecision.Found.class);
    }

    @Test
    void aDirectoryThatFailsIsAnsweredFromTheLastView() {
        var player = livePlayer();
        directory.fails(new IllegalStateException("no data member"));
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        advanceInSteps(Duration.ofSeconds(1));
        assertThat(upstreams.count()).isEqualTo(2);
        upstreams.last().greets();
        frames(upstreams.last(), 1_000);
        assertThat(player.videoFrames()).isEqualTo(5);
    }

    @Test
    void aSilentDirectoryIsAnsweredFromTheLastView() {
        var player = livePlayer();
        directory.fallsSilent();
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        advanceInSteps(Duration.ofSeconds(1));
        assertThat(upstreams.count()).isEqualTo(2);
        upstreams.last().greets();
        frames(upstreams.last(), 1_000);
        assertThat(player.videoFrames()).isEqualTo(5);
    }

    @Test
    void aLateAnswerOfTheDirectoryIsStillNews() {
        livePlayer();
        directory.fallsSilent();
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        advanceInSteps(Duration.ofSeconds(1));
        assertThat(upstreams.last().record().originId()).isEqualTo("o1");
        directory.speaks(record(2, "o2"));
        time.runPendingTasks();
        assertThat(upstreams.last().record().originId()).isEqualTo("o2");
        assertThat(upstreams.count()).isEqualTo(3);
    }

    @Test
    void aLateAnswerOfTheDirectoryThatIsKnownChangesNothing() {
        livePlayer();
        directory.fallsSilent();
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        advanceInSteps(Duration.ofSeconds(1));
        directory.speaks(record(1, "o1"));
        time.runPendingTasks();
        assertThat(upstreams.count()).isEqualTo(2);
        assertThat(pull.state()).isEqualTo(PullState.PULLING);
    }

    @Test
    void aPlayerOnItsWayInIsNotForgotten() {
        livePlayer().leave();
        time.runPendingTasks();
        advanceWithBytes(Duration.ofMillis(9_500));
        var promise = open(); // joins later, from its own loop
        advanceWithBytes(Duration.ofMillis(600));
        assertThat(pull.state()).isEqualTo(PullState.LINGERING);
        var player = new CapturingPlayer();
        player.join(streamOf(promise.future().result()), time.eventLoop());
        assertThat(pull.state()).isEqualTo(PullState.LIVE);
        assertThat(player.videoFrames()).isEqualTo(3);
    }

    /** The last player is gone, and the next one is on its way in. */
    private void nextPlayerIsLetIn() {
        livePlayer().leave();
        time.runPendingTasks();
        assertThat(pull.state()).isEqualTo(PullState.LINGERING);
        assertThat(open().future().result()).isInstanceOf(PlayDecision.Found.class);
    }

    @Test
    void aStreamThatMovesWhileAPlayerIsOnItsWayInIsFollowed() {
        nextPlayerIsLetIn();
        moved(record(2, "o2"));
        assertThat(pull.state()).isEqualTo(PullState.PULLING);
        assertThat(upstreams.last().record().originId()).isEqualTo("o2");
    }

    @Test
    void aStreamThatIsAboutToMoveWhenAPlayerComesIsFollowed() {
        var last = livePlayer();
        pull.recordChanged(record(2, "o2"));
        last.leave();
        open();
        advanceInSteps(Duration.ofMillis(250));
        assertThat(pull.state()).isEqualTo(PullState.PULLING);
    }

    @Test
    void aPlayerOnItsWayInIsHeldWhenTheUpstreamIsLost() {
        nextPlayerIsLetIn();
        upstreams.last().ends(EndReason.UPSTREAM_LOST);
        time.runPendingTasks();
        assertThat(pull.state()).isEqualTo(PullState.HOLDING);
    }

    @Test
    void aPlayerThatDoesNotComeInLeavesTheStreamLingering() {
        nextPlayerIsLetIn();
        advanceWithBytes(Duration.ofSeconds(1));
        assertThat(pull.state()).isEqualTo(PullState.LINGERING);
        advanceWithBytes(Duration.ofSeconds(10));
        assertThat(pull.state()).isEqualTo(PullState.OVER);
    }

    @Test
    void aStreamThatNobodyPlaysIsNotFollowedWhenItMoves() {
        livePlayer().leave();
        time.runPendingTasks();
        advanceWithBytes(Duration.ofSeconds(2));
        pull.recordChanged(record(2, "o2"));
        assertThat(pull.state()).isEqualTo(PullState.OVER);
        assertThat(upstreams.count()).isEqualTo(1);
    }

    @Test
    void equalNumbersAreOrderedByOrigin() {
        livePlayer();
        pull.recordChanged(record(1, "o0"));
        assertThat(upstreams.count()).isEqualTo(1);
        moved(record(1, "o2"));
        assertThat(upstreams.last().record().originId()).isEqualTo("o2");
    }

    @Test
    void anUpstreamThatWasGivenUpIsNotHeard() {
        var player = livePlayer();
        var old = upstreams.last();
        moved(record(2, "o2"));
        old.frame(FrameKind.VIDEO, 500, Payloads.avcKeyFrame(9));
        old.ends(EndReason.UNPUBLISHED);
        time.runPendingTasks();
        assertThat(pull.state()).isEqualTo(PullState.PULLING);
        assertThat(player.videoFrames()).isEqualTo(3);
        assertThat(player.ended()).isNull();
    }

    @Test
    void anUpstreamThatDoesNotGreetIsTriedAgain() {
        directory.says(record(1, "o1"));
        open();
        advanceInSteps(Duration.ofSeconds(4));
        assertThat(upstreams.nth(0).closed()).isTrue();
        assertThat(upstreams.count()).isEqualTo(2);
    }

    @Test
    void theShutdownTellsEverybodyOnce() {
        var player = livePlayer();
        pull.over(EndReason.SHUTDOWN, "test");
        pull.over(EndReason.SHUTDOWN, "test");
        time.runPendingTasks();
        assertThat(player.ended()).isEqualTo(EndReason.SHUTDOWN);
        assertThat(over).hasSize(1);
    }
}
