package dev.headwater.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.testkit.Payloads;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every transition of the drawing in the package's description once the publisher is let in, in virtual time: here, from an origin that is
 * lost to the next.
 */
class ForwardTest {
    private final ForwardRig rig = new ForwardRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void whenTheOriginIsLostTheStreamGoesOnElsewhereFromTheNextKeyFrame() {
        var first = rig.live("o1");
        rig.announce("o2");
        first.events.lost("reset");
        rig.time.runPendingTasks();
        var second = rig.origins.last();
        assertThat(second.originId).isEqualTo("o2");
        assertThat(second.publisherId).isEqualTo(first.publisherId);
        assertThat(second.seenEpoch).isEqualTo(5);

        rig.inter(2);
        second.events.accepted(6);
        rig.inter(3);
        assertThat(second.sent).isEmpty();
        rig.key(4);
        rig.inter(5);

        assertThat(second.sent.stream().limit(2)).allMatch(frame -> frame.isMetadata() || frame.isSequenceHeader());
        assertThat(ForwardRig.numbers(second)).containsExactly(4, 5);
        assertThat(ForwardRig.numbers(first)).containsExactly(0, 1);
        assertThat(rig.dropped()).isEqualTo(2);
        assertThat(rig.ends).isEmpty();
        assertThat(rig.metrics.resumedForwards.count()).isEqualTo(1);
    }

    @Test
    void aGroupOfPicturesThatBeganWithoutAnOriginIsKeptForTheNext() {
        rig.live("o1").events.lost("reset");
        rig.time.runPendingTasks();
        rig.inter(2);
        rig.key(3);
        rig.inter(4);
        rig.origins.last().events.accepted(6);
        rig.inter(5);
        assertThat(ForwardRig.numbers(rig.origins.last())).containsExactly(3, 4, 5);
        assertThat(rig.dropped()).isEqualTo(1);
    }

    @Test
    void whatIsKeptIsBounded() {
        rig.live("o1").events.lost("reset");
        rig.time.runPendingTasks();
        rig.key(2);
        for (int i = 0; i < 1_000; i++) {
            rig.inter(3 + i);
        }
        rig.origins.last().events.accepted(6);
        assertThat(rig.origins.last().sent).isEmpty();
        rig.key(2_000);
        assertThat(ForwardRig.numbers(rig.origins.last())).containsExactly(2_000);
        assertThat(rig.dropped()).isEqualTo(1_001);
    }

    @Test
    void whileTheHeapIsShortTheStreamGoesOnAtTheNextKeyFrameThatTheOriginCanGet() {
        rig.live("o1").events.lost("reset");
        rig.time.runPendingTasks();
        rig.heapIsShort.set(true);
        rig.key(2);
        rig.inter(3);
        rig.origins.last().events.accepted(6);
        rig.inter(4);
        assertThat(rig.origins.last().sent).isEmpty();
        rig.key(5);
        rig.inter(6);
        assertThat(ForwardRig.numbers(rig.origins.last())).containsExactly(5, 6);
        assertThat(rig.dropped()).isEqualTo(3);
    }

    @Test
    void nothingIsKeptOfAPublisherThatIsOver() {
        rig.live("o1").events.lost("reset");
        rig.key(2);
        assertThat(rig.room.bytes()).isPositive();
        rig.forward.end(EndReason.PUBLISHER_LOST);
        assertThat(rig.room.bytes()).isZero();
    }

    @Test
    void nothingIsKeptOfAPublisherThatSaidGoodbye() {
        rig.live("o1").events.lost("reset");
        rig.key(2);
        rig.forward.end(EndReason.UNPUBLISHED);
        assertThat(rig.forward.state()).isEqualTo(ForwardState.ASKING);
        assertThat(rig.room.bytes()).isZero();
    }

    @Test
    void newHeadersThatCameMeanwhileAreTheOnesThatAreSent() {
        rig.live("o1").events.lost("reset");
        rig.time.runPendingTasks();
        byte[] other = Payloads.avcSequenceHeader().clone();
        other[other.length - 1] ^= 1;
        rig.picture(other);
        rig.origins.last().events.accepted(6);
        rig.key(2);
        assertThat(rig.origins.last().sent.stream().filter(MediaFrame::isSequenceHeader))
                .singleElement()
                .satisfies(header -> assertThat(header.payload()).isEqualTo(other));
    }

    @Test
    void aStreamWithoutPictureGoesOnAtOnce() {
        rig.start("o1");
        rig.origins.last().events.accepted(1);
        rig.forward.publish(FrameKind.AUDIO, 0, Payloads.aacSequenceHeader());
        rig.forward.publish(FrameKind.AUDIO, 20, Payloads.aacFrame(1));
        rig.advanceWithBytes(Duration.ofSeconds(3));
        rig.origins.last().events.lost("reset");
        rig.time.runPendingTasks();
        rig.forward.publish(FrameKind.AUDIO, 40, Payloads.aacFrame(2));
        rig.origins.last().events.accepted(2);
        rig.forward.publish(FrameKind.AUDIO, 60, Payloads.aacFrame(3));
        assertThat(rig.origins.last().sent).hasSize(2);
        assertThat(rig.dropped()).isEqualTo(1);
    }

    @Test
    void aStreamWhoseCameraIsOffGoesOnAtOnce() {
        rig.live("o1");
        rig.sounds(Duration.ofSeconds(6));
        rig.origins.last().events.lost("reset");
        rig.time.runPendingTasks();
        rig.origins.last().events.accepted(6);
        rig.sound(7);
        assertThat(rig.origins.last().sent).last().matches(frame -> frame.kind() == FrameKind.AUDIO);
    }

    @Test
    void aCameraThatComesBackIsWaitedFor() {
        rig.live("o1");
        rig.sounds(Duration.ofSeconds(6));
        rig.origins.last().events.lost("reset");
        rig.time.runPendingTasks();
        rig.inter(2);
        rig.origins.last().events.accepted(6);
        rig.sound(7);
        assertThat(rig.origins.last().sent).isEmpty();
        rig.key(3);
        assertThat(ForwardRig.numbers(rig.origins.last())).containsExactly(3);
    }

    @Test
    void aStreamWithoutFurtherKeyFramesGoesOnAfterAWhile() {
        rig.live("o1").events.lost("reset");
        rig.time.runPendingTasks();
        rig.origins.last().events.accepted(6);
        rig.inter(2);
        rig.advanceWithBytes(Duration.ofSeconds(11));
        rig.inter(3);
        assertThat(ForwardRig.numbers(rig.origins.last())).containsExactly(3);
    }

    @Test
    void aNameThatWasTakenOverMeanwhileEndsThePublisher() {
        rig.live("o1").events.lost("reset");
        rig.time.runPendingTasks();
        rig.origins.last().events.refused(StatusCode.PUBLISH_BAD_NAME, "already published at o2 in epoch 6");
        assertThat(rig.ends).containsExactly(EndReason.TAKEN_OVER);
        assertThat(rig.forward.state()).isEqualTo(ForwardState.OVER);
    }

    @Test
    void withoutAnOriginItAsksWithBackoffUntilTheHoldIsOver() {
        rig.live("o1").events.lost("reset");
        for (int second = 0; second < 31; second++) {
            rig.time.runPendingTasks();
            if (!rig.origins.last().closed) {
                rig.origins.last().events.lost("refused");
            }
            rig.advance(Duration.ofSeconds(1));
        }
        assertThat(rig.ends).containsExactly(EndReason.UPSTREAM_LOST);
        assertThat(rig.origins.count()).isBetween(10, 32);
    }

    /** No origin takes it, and no key frame comes. */
    private void refuseFor(Duration span) {
        for (long ms = 0; ms < span.toMillis(); ms += 500) {
            if (rig.forward.state() == ForwardState.ASKING) {
                rig.origins.last().events.lost("refused");
            }
            rig.advance(Duration.ofMillis(500));
        }
    }

    /** The stream is at the origin for so long, which gets nothing of it. */
    private void resumeFor(Duration span) {
        assertThat(rig.forward.state()).isEqualTo(ForwardState.ASKING);
        rig.origins.last().events.accepted(6);
        rig.advanceWithBytes(span);
        assertThat(rig.forward.state()).isEqualTo(ForwardState.RESUMING);
    }

    @Test
    void anOriginThatGetsNothingOfItDoesNotProlongTheHold() {
        rig.live("o1").events.lost("reset");
        refuseFor(Duration.ofSeconds(10));
        rig.advance(Duration.ofSeconds(2));
        resumeFor(Duration.ofSeconds(8));
        rig.origins.last().events.lost("reset again");
        rig.time.runPendingTasks();
        refuseFor(Duration.ofSeconds(8));
        assertThat(rig.ends).isEmpty();
        refuseFor(Duration.ofSeconds(3));
        assertThat(rig.ends).as("30 s after the first loss").containsExactly(EndReason.UPSTREAM_LOST);
    }

    @Test
    void anOriginThatIsLostWhenTheHoldIsOverAndGotNothingOfItIsTheLast() {
        rig.live("o1").events.lost("reset");
        refuseFor(Duration.ofSeconds(26));
        rig.advance(Duration.ofSeconds(2));
        resumeFor(Duration.ofSeconds(8));
        assertThat(rig.ends).as("it may go on yet").isEmpty();
        rig.origins.last().events.lost("reset again");
        assertThat(rig.ends).containsExactly(EndReason.UPSTREAM_LOST);
    }

    @Test
    void aLossAfterTheStreamWentOnCountsAnew() {
        rig.live("o1").events.lost("reset");
        refuseFor(Duration.ofSeconds(20));
        rig.advance(Duration.ofSeconds(2));
        rig.origins.last().events.accepted(6);
        rig.key(2);
        rig.origins.last().events.lost("reset again");
        refuseFor(Duration.ofSeconds(29));
        assertThat(rig.ends).isEmpty();
        refuseFor(Duration.ofSeconds(2));
        assertThat(rig.ends).containsExactly(EndReason.UPSTREAM_LOST);
    }

    @Test
    void anOriginThatComesWithinTheHoldIsFound() {
        rig.live("o1").events.lost("reset");
        rig.nodes.withdraw("o1");
        rig.time.runPendingTasks();
        rig.origins.last().events.lost("refused");
        assertThat(rig.forward.state()).isEqualTo(ForwardState.BACKING_OFF);
        rig.advance(Duration.ofSeconds(20));
        rig.announce("o2");
        rig.advance(Duration.ofSeconds(3));
        assertThat(rig.origins.last().originId).isEqualTo("o2");
        rig.origins.last().events.accepted(6);
        rig.advanceWithBytes(Duration.ofSeconds(30));
        assertThat(rig.ends).isEmpty();
        assertThat(rig.forward.state()).isEqualTo(ForwardState.LIVE);
    }

    @Test
    void anOriginThatTakesItAndDiesAtOnceIsNotAskedInAStorm() {
        rig.live("o1").events.lost("reset");
        rig.time.runPendingTasks();
        int before = rig.origins.count();
        for (int i = 0; i < 200; i++) {
            if (rig.forward.state() == ForwardState.ASKING) {
                rig.origins.last().events.accepted(6 + i);
                rig.origins.last().events.lost("reset again");
            }
            rig.advance(Duration.ofMillis(50));
        }
        assertThat(rig.origins.count() - before).isLessThan(15);
    }

    @Test
    void silenceOfTheOriginIsItsLoss() {
        rig.live("o1");
        rig.advance(Duration.ofSeconds(5));
        assertThat(rig.origins.count()).isEqualTo(2);
        assertThat(rig.ends).isEmpty();
    }

    @Test
    void anOriginThatDoesNotKeepUpIsLeft() {
        var slow = rig.live("o1");
        slow.pendingBytes = 2 << 20;
        rig.inter(2);
        assertThat(slow.closed).isTrue();
        assertThat(ForwardRig.numbers(slow)).containsExactly(0, 1);
    }

    @Test
    void anOriginThatShutsDownIsLeftAndThePublisherStays() {
        var leaving = rig.live("o1", "o2");
        leaving.events.ended(EndReason.SHUTDOWN);
        rig.time.runPendingTasks();
        assertThat(rig.origins.last().originId).isNotEqualTo(leaving.originId);
        assertThat(rig.ends).isEmpty();
    }

    /** Its own first try, say, which was carried out late. */
    @Test
    void whoIsTakenOverAsksForTheNameAgainAndGoesOnIfNobodyHasIt() {
        var ended = rig.live("o1", "o2");
        ended.events.ended(EndReason.TAKEN_OVER);
        rig.time.runPendingTasks();
        var next = rig.origins.last();
        assertThat(next.seenEpoch).isEqualTo(5);
        next.events.accepted(7);
        rig.key(2);
        assertThat(ForwardRig.numbers(next)).containsExactly(2);
        assertThat(rig.ends).isEmpty();
    }

    @Test
    void anOriginThatHeardNothingForTooLongIsLostAndThePublisherStays() {
        rig.live("o1", "o2").events.ended(EndReason.PUBLISHER_SILENT);
        rig.time.runPendingTasks();
        assertThat(rig.forward.state()).isEqualTo(ForwardState.ASKING);
        assertThat(rig.ends).isEmpty();
    }

    @Test
    void whoIsTakenOverByAnotherPublisherIsToldWhenItAsksForTheNameAgain() {
        rig.live("o1").events.ended(EndReason.TAKEN_OVER);
        rig.time.runPendingTasks();
        rig.origins.last().events.refused(StatusCode.PUBLISH_BAD_NAME, "already published at o2 in epoch 6");
        assertThat(rig.ends).containsExactly(EndReason.TAKEN_OVER);
        assertThat(rig.forward.state()).isEqualTo(ForwardState.OVER);
    }
}
