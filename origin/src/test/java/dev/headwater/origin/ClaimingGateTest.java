package dev.headwater.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.relay.Epoch;
import dev.headwater.server.relay.Seen;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.PublishDecision;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClaimingGateTest {
    private final Origin origin = new Origin();

    private static StatusCode refusal(Future<PublishDecision> decision) {
        return ((PublishDecision.Refused) decision.result()).code();
    }

    private static long epoch(Future<PublishDecision> decision) {
        return ((PublishDecision.Granted) decision.result()).publication().epoch();
    }

    @Test
    void aPublisherThatLeftClaimsNothing() {
        var holder = new Origin.Broadcaster();
        origin.publish(holder);
        var gone = new Origin.Broadcaster();
        gone.left.complete();

        assertThat(origin.admit(gone).result()).isInstanceOf(PublishDecision.Refused.class);
        origin.run();

        assertThat(holder.ends).isEmpty();
        assertThat(origin.directory.standing(Origin.KEY))
                .extracting(StreamRecord::epoch)
                .isEqualTo(1L);
    }

    @Test
    void aPublisherThatLeavesForAnotherOriginWhileTheDirectoryIsSilentTakesNothingFromItself() {
        var gone = new Origin.Broadcaster();
        origin.directory.fallSilent();
        var decision = origin.admit(gone);
        origin.takenOver(0);
        gone.left.complete();

        origin.directory.giveUp();

        assertThat(refusal(decision)).isEqualTo(StatusCode.STREAM_FAILED);
        assertThat(origin.directory.standing(Origin.KEY))
                .extracting(StreamRecord::originId)
                .isEqualTo("o2");
    }

    @Test
    void anAppThatRefusesKeepsItsFirstPublisherAndSaysWhoItIs() {
        var strict = new Origin(app -> app.equals(Origin.KEY.app()) ? ClaimPolicy.REFUSE : ClaimPolicy.TAKEOVER);
        var holder = new Origin.Broadcaster();
        strict.publish(holder);

        var second = strict.admit(new Origin.Broadcaster());

        assertThat(refusal(second)).isEqualTo(StatusCode.PUBLISH_BAD_NAME);
        assertThat(((PublishDecision.Refused) second.result()).reason())
                .contains("o1", "epoch 1", "publish.policy=refuse");
        assertThat(holder.ends).isEmpty();
    }

    @Test
    void anAppThatRefusesIsNotHeldByWhatADeadRunOfItsNodeHasLeft() {
        var strict = new Origin(app -> ClaimPolicy.REFUSE);
        strict.directory.forget(); // nobody hears of what was there before the start
        strict.directory.claim(strict.requests.of(Origin.KEY, ClaimPolicy.REFUSE, Forwarded.NOT, 0));

        assertThat(strict.publish().epoch()).isEqualTo(2);
        assertThat(refusal(strict.admit(new Origin.Broadcaster()))).isEqualTo(StatusCode.PUBLISH_BAD_NAME);
    }

    @ParameterizedTest
    @EnumSource
    void whatADeadRunOfTheNodeMayHaveSentIsLeftToIt(ClaimPolicy policy) {
        var restarted = new Origin(app -> policy);
        restarted.directory.forget(); // nobody hears of what was there before the start
        restarted
                .directory
                .claim(restarted.requests.of(Origin.KEY, policy, Forwarded.NOT, 0))
                .onSuccess(claim -> restarted.directory.announce(
                        ((Claim.Granted) claim).record().at(60_000, "")));
        restarted.pass(Duration.ofSeconds(3));

        assertThat(restarted.publish().record().timelineStartMs()).isEqualTo(60_000 + 3_000 + 1_000);
    }

    @Test
    void aTakeoverOnTheSameOriginGoesOnAboveTheLastFrame() {
        var holder = new Origin.Broadcaster();
        var first = origin.publish(holder);
        for (int ms = 0; ms <= 60_000; ms += 4_000) {
            origin.keyFrame(first, ms); // never announced
        }

        var second = origin.publish();
        var heard = origin.listen(second);
        origin.keyFrame(second, 0);

        assertThat(holder.ends).containsExactly(EndReason.TAKEN_OVER);
        assertThat(heard).containsExactly(61_000L);
    }

    @Test
    void ofTwoRacingClaimsTheLoserIsRefused() {
        var early = new Origin.Broadcaster();
        var late = new Origin.Broadcaster();
        origin.directory.holdAnswers();
        var first = origin.admit(early);
        var second = origin.admit(late);
        origin.directory.answer(1); // epoch 2 is told before epoch 1
        origin.directory.answer(0);
        origin.run();

        assertThat(refusal(first)).isEqualTo(StatusCode.PUBLISH_BAD_NAME);
        assertThat(second.result()).isInstanceOf(PublishDecision.Granted.class);
        assertThat(early.ends).isEmpty();
        assertThat(late.ends).isEmpty();
        assertThat(origin.metrics.streams.value()).isEqualTo(1);
    }

    @Test
    void ofTwoClaimsThatTheHalvesOfASplitGaveOneEpochTheLaterRisesAboveTheEarlier() {
        var early = new Origin.Broadcaster();
        origin.directory.holdAnswers();
        var first = origin.admit(early);
        origin.directory.forget(); // the half that answered it merges into the other one, which has to answer this:
        var second = origin.admit(new Origin.Broadcaster());
        origin.directory.answerAll();
        origin.run();

        assertThat(epoch(first)).isEqualTo(1);
        assertThat(epoch(second)).isEqualTo(2);
        assertThat(early.ends).containsExactly(EndReason.TAKEN_OVER);
        assertThat(origin.directory.standing(Origin.KEY).epoch()).isEqualTo(2);
    }

    @Test
    void ofTwoClaimsThatTheHalvesOfASplitGaveOneEpochTheEarlierIsRefusedWhereItIsAnsweredLate() {
        var late = new Origin.Broadcaster();
        origin.directory.holdAnswers();
        var first = origin.admit(new Origin.Broadcaster());
        origin.directory.forget();
        var second = origin.admit(late);
        origin.directory.answer(1);
        origin.directory.answer(0);
        origin.run();

        assertThat(refusal(first)).isEqualTo(StatusCode.PUBLISH_BAD_NAME);
        assertThat(epoch(second)).isEqualTo(1);
        assertThat(late.ends).isEmpty();
    }

    @Test
    void aClaimRisesAboveWhatItsPredecessorRoseToMeanwhile() {
        var holder = new Origin.Broadcaster();
        var first = origin.publish(holder);
        origin.directory.holdAnswers();
        var second = origin.admit(new Origin.Broadcaster());
        origin.directory.forget();
        first.greet(new Seen(new Epoch(1, "o2"), 0));
        origin.run();
        origin.directory.answer(1);
        origin.run();
        assertThat(first.epoch()).isEqualTo(2);
        origin.directory.answerAll();
        origin.run();

        assertThat(epoch(second)).isEqualTo(3);
        assertThat(holder.ends).containsExactly(EndReason.TAKEN_OVER);
    }

    /** A claim without an answer yet; meanwhile the publication before it rose to epoch 5, and ended. */
    private Future<PublishDecision> admittedBelowWhatEnded() {
        var first = origin.publish();
        origin.directory.holdAnswers();
        var second = origin.admit(new Origin.Broadcaster());
        origin.directory.forget();
        first.greet(new Seen(new Epoch(4, "o2"), 0));
        origin.run();
        origin.directory.answer(1);
        origin.run();
        first.end(EndReason.UNPUBLISHED);
        return second;
    }

    @Test
    void aClaimRisesAboveWhatEndedMeanwhile() {
        var second = admittedBelowWhatEnded();
        origin.directory.answerAll();
        origin.run();

        assertThat(epoch(second)).isGreaterThan(5);
    }

    @Test
    void aClaimThatCannotRiseIsGivenBack() {
        var second = admittedBelowWhatEnded();
        origin.directory.failRaises();
        origin.directory.answerAll();
        origin.run();

        assertThat(refusal(second)).isEqualTo(StatusCode.STREAM_FAILED);
        assertThat(origin.directory.find(Origin.KEY).result()).isEmpty();
    }

    @Test
    void aDirectoryThatForgotGivesNoEpochTwice() {
        var first = origin.publish();
        origin.directory.forget();
        var second = origin.publish();
        assertThat(second.epoch()).isGreaterThan(first.epoch());
    }

    @Test
    void aDirectoryThatForgotGivesNoEpochTwiceToWhoComesAfterTheEnd() {
        var first = origin.publish();
        origin.directory.raise(first.record(), 7);
        origin.leases.announceAll();
        origin.run();
        first.end(EndReason.UNPUBLISHED);
        origin.directory.forget(); // as the half of a split that this node was in, when it merges
        assertThat(origin.publish().epoch()).isGreaterThan(8);
    }

    @Test
    void aDirectoryThatForgotGivesNoEpochTwiceToPublishersThatEdgesBring() {
        var holder = new Origin.Broadcaster();
        var first = origin.publish(new Forwarded("p1", 0), holder);
        origin.directory.forget();
        var second = origin.publish(new Forwarded("p2", 0), new Origin.Broadcaster());
        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(holder.ends).containsExactly(EndReason.TAKEN_OVER);
    }

    @Test
    void aPublisherThatComesBackFindsItsOldSelfWhateverTheDirectoryForgot() {
        var first = origin.publish(new Forwarded("p1", 0), new Origin.Broadcaster());
        origin.directory.raise(first.record(), 7);
        origin.leases.announceAll();
        origin.run();
        origin.directory.forget();
        var back = origin.publish(new Forwarded("p1", 1), new Origin.Broadcaster());
        assertThat(back.epoch()).isGreaterThan(8);
    }

    @Test
    void aPublisherThatComesBackLeavesTheNameToWhoTookItOverWhateverTheDirectoryForgot() {
        var lost = origin.publish(new Forwarded("p1", 0), new Origin.Broadcaster());
        var holder = new Origin.Broadcaster();
        origin.publish(new Forwarded("p2", 0), holder);
        origin.directory.forget();
        var back = origin.admit(new Forwarded("p1", lost.epoch()), new Origin.Broadcaster());
        assertThat(refusal(back)).isEqualTo(StatusCode.PUBLISH_BAD_NAME);
        assertThat(holder.ends).isEmpty();
    }

    @Test
    void aDirectoryThatIsAwayIsARefusalAndNoFaultOfOurs() {
        origin.directory.goAway();
        assertThat(refusal(origin.admit(new Origin.Broadcaster()))).isEqualTo(StatusCode.STREAM_FAILED);
        assertThat(origin.metrics.failedClaims.count()).isEqualTo(1);
    }

    @Test
    void aNodeThatSleptLetsNobodyInOverWhomItDoesNotKnowYet() {
        var strict = new Origin(app -> ClaimPolicy.REFUSE);
        strict.pass(Duration.ofSeconds(7));
        var merged = strict.directory.apart();
        var decision = strict.admit(new Origin.Broadcaster());
        assertThat(decision.isComplete()).isFalse();
        strict.takenOver(0); // meanwhile, as its half hears by the merge
        merged.complete();
        assertThat(refusal(decision)).isEqualTo(StatusCode.PUBLISH_BAD_NAME);
    }

    @Test
    void aNodeThatSleptLetsPublishersInWhenItKnowsOfTheOthers() {
        origin.pass(Duration.ofSeconds(7));
        var merged = origin.directory.apart();
        var decision = origin.admit(new Origin.Broadcaster());
        var gone = new Origin.Broadcaster();
        var late = origin.admit(gone);
        gone.left.complete();
        merged.complete();
        assertThat(epoch(decision)).isEqualTo(1);
        assertThat(refusal(late)).isEqualTo(StatusCode.STREAM_FAILED);
        assertThat(origin.directory.standing(Origin.KEY).epoch()).isEqualTo(1);
        origin.directory.apart();
        assertThat(origin.publish().epoch()).as("it need not ask again").isEqualTo(2);
    }

    @Test
    void aNodeThatWasAwakeAsksNobodyWhereItIs() {
        origin.directory.apart();
        for (int i = 0; i < 5; i++) {
            origin.pass(Duration.ofSeconds(2));
            origin.leases.announceAll();
        }
        assertThat(origin.publish().epoch()).isEqualTo(1);
    }

    @Test
    void aSleepDuringTheClaimHoldsTheFirstFrames() {
        origin.directory.holdAnswers();
        var decision = origin.admit(new Origin.Broadcaster());
        origin.pass(Duration.ofSeconds(7));
        origin.directory.answerAll();
        var publication = (OriginPublication) ((PublishDecision.Granted) decision.result()).publication();
        var heard = origin.listen(publication);
        origin.keyFrame(publication, 0);
        assertThat(heard).isEmpty();
    }
}
