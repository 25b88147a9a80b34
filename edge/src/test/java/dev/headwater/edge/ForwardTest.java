package dev.headwater.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.Succession;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishRequest;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every transition of the drawing in the package's description, in virtual time. */
class ForwardTest {
    private static final int GOP_BYTES = 10_000;
    private static final ForwardSettings SETTINGS = new ForwardSettings(
            1 << 20,
            Duration.ofSeconds(3),
            Duration.ofMillis(500),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            GOP_BYTES);

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final LocalNodeDirectory nodes = new LocalNodeDirectory(Succession.DEFAULT, () -> 0);
    private final AtomicInteger looks = new AtomicInteger();
    private final FakeDownstreams origins = new FakeDownstreams();
    private final List<EndReason> ends = new ArrayList<>();
    private final Promise<Void> left = Promise.promise();
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("n", "z", "edge", "test"));
    private final OriginChoice choice = new OriginChoice("z", RandomGenerator.of("L64X128MixRandom"), () -> 0);
    private final Forward forward = new Forward(
            new PublishRequest(
                    new StreamKey("live", "one"),
                    "192.0.2.1:1",
                    Forwarded.NOT,
                    time.eventLoop(),
                    ends::add,
                    Trace.NONE,
                    left.future()),
            new ForwardPorts(
                    new NodesView(nodes, () -> TimeUnit.SECONDS.toNanos(looks.incrementAndGet())), // never fresh
                    choice,
                    origins,
                    metrics,
                    RandomGenerator.of("L64X128MixRandom")),
            SETTINGS);
    private int clock;

    @BeforeEach
    void freeze() {
        time.freezeTime();
    }

    @AfterEach
    void end() {
        forward.end(EndReason.SHUTDOWN);
        time.runPendingTasks();
    }

    private void announce(String id) {
        nodes.announce(new NodeRecord(id, NodeRecord.ORIGIN, "z", "127.0.0.1", 1935, 19_350, 0, 0, 0, false));
    }

    private Future<PublishDecision> start(String... ids) {
        for (String id : ids) {
            announce(id);
        }
        var decision = forward.start();
        time.runPendingTasks();
        return decision;
    }

    private void advance(Duration span) {
        for (long ms = 0; ms < span.toMillis(); ms += 50) {
            time.advanceTimeBy(50, TimeUnit.MILLISECONDS);
            time.runScheduledPendingTasks();
            time.runPendingTasks();
        }
    }

    /** The origin lives meanwhile. */
    private void advanceWithBytes(Duration span) {
        for (long ms = 0; ms < span.toMillis(); ms += 500) {
            advance(Duration.ofMillis(500));
            origins.last().events.alive();
        }
    }

    private void picture(byte[] payload) {
        forward.publish(FrameKind.VIDEO, clock, payload);
        forward.flush();
        clock += 40;
        time.runPendingTasks();
    }

    private void key(int number) {
        picture(Payloads.avcKeyFrame(number));
    }

    private void inter(int number) {
        picture(Payloads.avcInterFrame(number));
    }

    /** Live for long enough that the next loss is tried again at once. */
    private FakeDownstreams.Opened live(String... ids) {
        start(ids);
        var origin = origins.last();
        origin.events.accepted(5);
        forward.publish(FrameKind.DATA, 0, Payloads.onMetaData());
        picture(Payloads.avcSequenceHeader());
        key(0);
        inter(1);
        advanceWithBytes(Duration.ofSeconds(3));
        assertThat(forward.state()).isEqualTo(ForwardState.LIVE);
        return origin;
    }

    private static List<Integer> numbers(FakeDownstreams.Opened origin) {
        return origin.sent.stream()
                .filter(frame -> frame.kind() == FrameKind.VIDEO && !frame.isSequenceHeader())
                .map(frame -> Payloads.counterOf(frame.payload()))
                .toList();
    }

    private double dropped() {
        return metrics.droppedForwardFrames.count();
    }

    // ---- the first origin ---------------------------------------------------------------------------------------

    @Test
    void anOriginThatTakesThePublisherMakesItLive() {
        var decision = start("o1");
        assertThat(forward.state()).isEqualTo(ForwardState.ASKING);
        assertThat(decision.isComplete()).isFalse();
        origins.last().events.accepted(5);
        assertThat(decision.result()).isEqualTo(new PublishDecision.Granted(forward));
        assertThat(forward.state()).isEqualTo(ForwardState.LIVE);
        assertThat(forward.epoch()).isEqualTo(5);
    }

    @Test
    void anOriginThatDrainsIsPassedOver() {
        var decision = start("o1", "o2");
        var first = origins.last();
        first.events.refused(StatusCode.PUBLISH_REJECTED, "this node drains");
        assertThat(origins.last().originId).isNotEqualTo(first.originId);
        origins.last().events.accepted(1);
        assertThat(decision.result()).isInstanceOf(PublishDecision.Granted.class);
    }

    @Test
    void anOriginThatIsFullIsPassedOver() {
        var decision = start("o1", "o2");
        var first = origins.last();
        first.events.refused(StatusCode.PUBLISH_DENIED, "no more are taken now");
        assertThat(origins.last().originId).isNotEqualTo(first.originId);
        origins.last().events.accepted(1);
        assertThat(decision.result()).isInstanceOf(PublishDecision.Granted.class);
    }

    @Test
    void aRefusalOfTheNameIsThePublishersAnswer() {
        var decision = start("o1", "o2");
        origins.last().events.refused(StatusCode.PUBLISH_BAD_NAME, "already published");
        assertThat(decision.result())
                .isEqualTo(new PublishDecision.Refused(StatusCode.PUBLISH_BAD_NAME, "already published"));
        assertThat(origins.count()).isEqualTo(1);
    }

    @Test
    void anOriginThatDoesNotAnswerIsPassedOverAndNobodyIsAskedTwice() {
        var decision = start("o1", "o2");
        for (int asked = 1; asked <= 2; asked++) {
            origins.last().events.alive(); // and waits for the directory
            advance(Duration.ofMillis(2_900));
            assertThat(origins.count()).isEqualTo(asked);
            advance(Duration.ofMillis(200));
        }
        assertThat(decision.result())
                .isEqualTo(new PublishDecision.Refused(StatusCode.STREAM_FAILED, "no origin can be reached now"));
        assertThat(forward.state()).isEqualTo(ForwardState.OVER);
    }

    @Test
    void anOriginThatDoesNotSayAWordIsPassedOverSoonAndAskedLastFromThenOn() {
        var decision = start("o1", "o2", "o3");
        var frozen = origins.last();
        advance(Duration.ofMillis(600));
        assertThat(frozen.closed).isTrue();
        assertThat(origins.last().originId).isNotEqualTo(frozen.originId);
        origins.last().events.accepted(1);
        assertThat(decision.result()).isInstanceOf(PublishDecision.Granted.class);
        assertThat(choice.inOrder(nodes.nodes().result(), "").getLast().nodeId())
                .isEqualTo(frozen.originId);
    }

    @Test
    void originsThatDoNotSayAWordAreAskedOnceMoreWithPatience() {
        var decision = start("o1", "o2");
        var first = origins.last().originId;
        advance(Duration.ofMillis(1_200));
        assertThat(origins.count()).isEqualTo(3);
        assertThat(origins.last().originId).isEqualTo(first);
        advance(Duration.ofSeconds(2));
        assertThat(origins.count()).isEqualTo(3);
        origins.last().events.accepted(1);
        assertThat(decision.result()).isInstanceOf(PublishDecision.Granted.class);
    }

    @Test
    void theOnlyOriginHasAllTheTimeThereIs() {
        start("o1");
        advance(Duration.ofMillis(2_900));
        assertThat(origins.last().closed).isFalse();
    }

    @Test
    void aPublisherThatLeavesBeforeTheAnswerIsNotPublished() {
        start("o1");
        left.complete();
        time.runPendingTasks();
        assertThat(origins.last().closed).isTrue();
        assertThat(forward.state()).isEqualTo(ForwardState.OVER);
    }

    // ---- the next origin ----------------------------------------------------------------------------------------

    @Test
    void whenTheOriginIsLostTheStreamGoesOnElsewhereFromTheNextKeyFrame() {
        var first = live("o1");
        announce("o2");
        first.events.lost("reset");
        time.runPendingTasks();
        var second = origins.last();
        assertThat(second.originId).isEqualTo("o2");
        assertThat(second.publisherId).isEqualTo(first.publisherId);
        assertThat(second.seenEpoch).isEqualTo(5);

        inter(2);
        second.events.accepted(6);
        inter(3);
        assertThat(second.sent).isEmpty();
        key(4);
        inter(5);

        assertThat(second.sent.stream().limit(2)).allMatch(frame -> frame.isMetadata() || frame.isSequenceHeader());
        assertThat(numbers(second)).containsExactly(4, 5);
        assertThat(numbers(first)).containsExactly(0, 1);
        assertThat(dropped()).isEqualTo(2);
        assertThat(ends).isEmpty();
        assertThat(metrics.resumedForwards.count()).isEqualTo(1);
    }

    @Test
    void aGroupOfPicturesThatBeganWithoutAnOriginIsKeptForTheNext() {
        live("o1").events.lost("reset");
        time.runPendingTasks();
        inter(2);
        key(3);
        inter(4);
        origins.last().events.accepted(6);
        inter(5);
        assertThat(numbers(origins.last())).containsExactly(3, 4, 5);
        assertThat(dropped()).isEqualTo(1);
    }

    @Test
    void whatIsKeptIsBounded() {
        live("o1").events.lost("reset");
        time.runPendingTasks();
        key(2);
        for (int i = 0; i < 1_000; i++) {
            inter(3 + i);
        }
        origins.last().events.accepted(6);
        assertThat(origins.last().sent).isEmpty();
        key(2_000);
        assertThat(numbers(origins.last())).containsExactly(2_000);
        assertThat(dropped()).isEqualTo(1_001);
    }

    @Test
    void newHeadersThatCameMeanwhileAreTheOnesThatAreSent() {
        live("o1").events.lost("reset");
        time.runPendingTasks();
        byte[] other = Payloads.avcSequenceHeader().clone();
        other[other.length - 1] ^= 1;
        picture(other);
        origins.last().events.accepted(6);
        key(2);
        assertThat(origins.last().sent.stream().filter(MediaFrame::isSequenceHeader))
                .singleElement()
                .satisfies(header -> assertThat(header.payload()).isEqualTo(other));
    }

    @Test
    void aStreamWithoutPictureGoesOnAtOnce() {
        start("o1");
        origins.last().events.accepted(1);
        forward.publish(FrameKind.AUDIO, 0, Payloads.aacSequenceHeader());
        forward.publish(FrameKind.AUDIO, 20, Payloads.aacFrame(1));
        advanceWithBytes(Duration.ofSeconds(3));
        origins.last().events.lost("reset");
        time.runPendingTasks();
        forward.publish(FrameKind.AUDIO, 40, Payloads.aacFrame(2));
        origins.last().events.accepted(2);
        forward.publish(FrameKind.AUDIO, 60, Payloads.aacFrame(3));
        assertThat(origins.last().sent).hasSize(2);
        assertThat(dropped()).isEqualTo(1);
    }

    @Test
    void aStreamWithoutFurtherKeyFramesGoesOnAfterAWhile() {
        live("o1").events.lost("reset");
        time.runPendingTasks();
        origins.last().events.accepted(6);
        inter(2);
        advanceWithBytes(Duration.ofSeconds(11));
        inter(3);
        assertThat(numbers(origins.last())).containsExactly(3);
    }

    @Test
    void aNameThatWasTakenOverMeanwhileEndsThePublisher() {
        live("o1").events.lost("reset");
        time.runPendingTasks();
        origins.last().events.refused(StatusCode.PUBLISH_BAD_NAME, "already published at o2 in epoch 6");
        assertThat(ends).containsExactly(EndReason.TAKEN_OVER);
        assertThat(forward.state()).isEqualTo(ForwardState.OVER);
    }

    @Test
    void withoutAnOriginItAsksWithBackoffUntilTheHoldIsOver() {
        live("o1").events.lost("reset");
        for (int second = 0; second < 31; second++) {
            time.runPendingTasks();
            if (!origins.last().closed) {
                origins.last().events.lost("refused");
            }
            advance(Duration.ofSeconds(1));
        }
        assertThat(ends).containsExactly(EndReason.UPSTREAM_LOST);
        assertThat(origins.count()).isBetween(10, 32);
    }

    @Test
    void anOriginThatComesWithinTheHoldIsFound() {
        live("o1").events.lost("reset");
        nodes.withdraw("o1");
        time.runPendingTasks();
        origins.last().events.lost("refused");
        assertThat(forward.state()).isEqualTo(ForwardState.HOLDING);
        advance(Duration.ofSeconds(20));
        announce("o2");
        advance(Duration.ofSeconds(3));
        assertThat(origins.last().originId).isEqualTo("o2");
        origins.last().events.accepted(6);
        advanceWithBytes(Duration.ofSeconds(30));
        assertThat(ends).isEmpty();
        assertThat(forward.state()).isEqualTo(ForwardState.LIVE);
    }

    @Test
    void anOriginThatTakesItAndDiesAtOnceIsNotAskedInAStorm() {
        live("o1").events.lost("reset");
        time.runPendingTasks();
        int before = origins.count();
        for (int i = 0; i < 200; i++) {
            if (forward.state() == ForwardState.ASKING) {
                origins.last().events.accepted(6 + i);
                origins.last().events.lost("reset again");
            }
            advance(Duration.ofMillis(50));
        }
        assertThat(origins.count() - before).isLessThan(15);
    }

    @Test
    void silenceOfTheOriginIsItsLoss() {
        live("o1");
        advance(Duration.ofSeconds(5));
        assertThat(origins.count()).isEqualTo(2);
        assertThat(ends).isEmpty();
    }

    @Test
    void anOriginThatDoesNotKeepUpIsLeft() {
        var slow = live("o1");
        slow.pendingBytes = 2 << 20;
        inter(2);
        assertThat(slow.closed).isTrue();
        assertThat(numbers(slow)).containsExactly(0, 1);
    }

    @Test
    void anOriginThatShutsDownIsLeftAndThePublisherStays() {
        var leaving = live("o1", "o2");
        leaving.events.ended(EndReason.SHUTDOWN);
        time.runPendingTasks();
        assertThat(origins.last().originId).isNotEqualTo(leaving.originId);
        assertThat(ends).isEmpty();
    }

    @Test
    void anOriginThatAsksToMoveIsLeftAtTheNextKeyFrameWithoutLoss() {
        var leaving = live("o1", "o2");
        leaving.events.moveAsked();
        inter(2);
        assertThat(leaving.closed).isFalse();
        key(3);
        inter(4);
        origins.last().events.accepted(6);
        inter(5);
        assertThat(numbers(leaving)).containsExactly(0, 1, 2);
        assertThat(numbers(origins.last())).containsExactly(3, 4, 5);
        assertThat(dropped()).isZero();
    }

    @Test
    void noOtherOriginIsAskedBeforeTheOneThatIsLeftHasReadItsLastFrames() {
        var leaving = live("o1", "o2");
        Promise<Void> read = Promise.promise();
        leaving.read = read.future();
        leaving.events.moveAsked();
        inter(2);
        key(3);
        inter(4);
        assertThat(leaving.closed).isTrue();
        assertThat(origins.count()).isEqualTo(1);
        read.complete();
        time.runPendingTasks();
        assertThat(origins.count()).isEqualTo(2);
        origins.last().events.accepted(6);
        inter(5);
        assertThat(numbers(origins.last())).containsExactly(3, 4, 5);
        assertThat(dropped()).isZero();
    }

    @Test
    void anOriginThatAsksToMoveKeepsTheStreamUntilThereIsAnother() {
        var leaving = live("o1");
        leaving.events.moveAsked();
        inter(2);
        key(3);
        advanceWithBytes(SETTINGS.maxBackoff().multipliedBy(2));
        key(4);
        assertThat(leaving.closed).isFalse();
        announce("o2");
        advanceWithBytes(SETTINGS.maxBackoff());
        inter(5);
        key(6);
        assertThat(leaving.closed).isTrue();
        origins.last().events.accepted(6);
        assertThat(numbers(leaving)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(numbers(origins.last())).containsExactly(6);
        assertThat(dropped()).isZero();
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    @Test
    void aGoodbyeIsPassedOnAndAVanishingIsNot() {
        var origin = live("o1");
        forward.end(EndReason.UNPUBLISHED);
        assertThat(origin.goodbye).isTrue();
        assertThat(origin.closed).isTrue();
    }

    @Test
    void aPublisherThatVanishesVanishesAtTheOrigin() {
        var origin = live("o1");
        forward.end(EndReason.PUBLISHER_LOST);
        assertThat(origin.goodbye).isFalse();
        assertThat(origin.closed).isTrue();
    }

    @Test
    void aKickHereIsAGoodbyeAtTheOrigin() {
        var origin = live("o1");
        forward.end(EndReason.KICKED);
        assertThat(origin.goodbye).isTrue();
        assertThat(origin.closed).isTrue();
    }

    @Test
    void aKickAtTheOriginEndsThePublisher() {
        live("o1").events.ended(EndReason.KICKED);
        assertThat(ends).containsExactly(EndReason.KICKED);
        assertThat(origins.count()).isEqualTo(1);
    }

    @Test
    void aPublisherThatLeavesWhileItIsHeldIsForgotten() {
        live("o1").events.lost("reset");
        forward.end(EndReason.UNPUBLISHED);
        advance(Duration.ofSeconds(40));
        assertThat(origins.count()).isEqualTo(1);
        assertThat(ends).isEmpty();
    }
}
