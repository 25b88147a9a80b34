package dev.headwater.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.Records;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.FrameKind;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.relay.Epoch;
import dev.headwater.server.relay.RelayGreeting;
import dev.headwater.server.relay.Seen;
import dev.headwater.testkit.Payloads;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OriginPublicationTest {
    private static final Duration TICK = Duration.ofSeconds(2);

    private final Origin origin = new Origin();
    private final Origin.Broadcaster broadcaster = new Origin.Broadcaster();

    private void tick() {
        origin.pass(TICK);
        origin.leases.announceAll();
        origin.run();
    }

    private RelayGreeting greet(OriginPublication publication, Seen seen) {
        Future<Optional<RelayGreeting>> greeting = publication.greet(seen);
        origin.run();
        return greeting.result().orElseThrow();
    }

    /** What the directory holds after {@code originId} has published and stopped. */
    private static StreamRecord leftBy(String originId, long epoch, long timelineMs) {
        return Records.claimed(Origin.KEY, originId, epoch).at(timelineMs, "");
    }

    private static Seen seen(long number, String originId, long timelineMs) {
        return new Seen(new Epoch(number, originId), timelineMs);
    }

    // ---- the lease ----------------------------------------------------------------------------------------------

    @Test
    void aStreamGoesOnForAsLongAsTheDirectoryDoesNotAnswer() {
        var publication = origin.publish();
        var heard = origin.listen(publication);
        origin.directory.holdAnswers();
        for (int i = 0; i < 10; i++) {
            tick();
            origin.keyFrame(publication, i * 40);
        }
        assertThat(heard).hasSize(10);
        assertThat(origin.directory.unanswered())
                .as("one announcement at a time")
                .isEqualTo(1);
    }

    @Test
    void aStreamGoesOnWhileTheDirectoryIsAway() {
        var publication = origin.publish();
        var heard = origin.listen(publication);
        origin.directory.goAway();
        tick();
        origin.keyFrame(publication, 40);
        assertThat(heard).hasSize(1);
    }

    @Test
    void aNodeThatSleptAndFindsNobodyGoesOnAfterAWhile() {
        var publication = origin.publish();
        var heard = origin.listen(publication);
        origin.directory.goAway();
        origin.pass(Duration.ofSeconds(7));
        tick();
        origin.keyFrame(publication, 0);
        assertThat(heard).isEmpty();

        for (int i = 0; i < 8; i++) {
            tick();
        }
        origin.keyFrame(publication, 40);
        assertThat(heard).hasSize(1);
    }

    @Test
    void aNodeThatSleptDoesNotBelieveItsOwnHalfOfTheDirectory() {
        var publication = origin.publish(broadcaster);
        var heard = origin.listen(publication);
        var merged = origin.directory.apart();
        origin.pass(Duration.ofSeconds(7));
        tick();
        origin.keyFrame(publication, 0);
        tick();
        origin.keyFrame(publication, 40);

        origin.takenOver(0);
        merged.complete();
        origin.run();

        assertThat(heard).isEmpty();
        assertThat(broadcaster.ends).containsExactly(EndReason.TAKEN_OVER);
    }

    @Test
    void aNodeThatSleptHoldsItsFramesUntilTheDirectoryConfirmsTheStream() {
        var publication = origin.publish();
        var heard = origin.listen(publication);
        origin.directory.holdAnswers();
        origin.pass(Duration.ofSeconds(7));
        origin.keyFrame(publication, 0);
        tick();
        origin.keyFrame(publication, 40);
        assertThat(heard).isEmpty();

        origin.directory.answerAll();
        origin.run();
        origin.keyFrame(publication, 80);
        assertThat(heard).hasSize(1);
    }

    @Test
    void aStreamThatEndsBeforeItsNodeIsWithTheOthersAgainIsNotAnnouncedAnyMore() {
        var publication = origin.publish();
        var merged = origin.directory.apart();
        origin.pass(Duration.ofSeconds(7));
        tick();
        publication.end(EndReason.UNPUBLISHED);
        List<DirectoryChange> heard = new ArrayList<>();
        origin.directory.watch(heard::add);
        merged.complete();
        origin.run();
        assertThat(heard).isEmpty();
    }

    @Test
    void headersPassWhileFramesAreHeld() {
        var publication = origin.publish();
        var heard = origin.listen(publication, frame -> true);
        origin.pass(Duration.ofSeconds(7));
        publication.publish(FrameKind.AUDIO, 0, Payloads.aacSequenceHeader());
        publication.publish(FrameKind.DATA, 0, Payloads.onMetaData());
        origin.keyFrame(publication, 0);
        assertThat(heard).hasSize(3);
    }

    // ---- epochs -------------------------------------------------------------------------------------------------

    @Test
    void aStreamRisesAboveWhatANodeHasSeenAndItsPublisherStays() {
        var publication = origin.publish(broadcaster);

        assertThat(greet(publication, seen(7, "o9", 0)).epoch()).isEqualTo(new Epoch(8, "o1"));

        tick();
        assertThat(broadcaster.ends).isEmpty();
        assertThat(origin.directory.standing(Origin.KEY).epoch()).isEqualTo(8);
    }

    @Test
    void ofTwoEqualNumbersTheHigherOriginIsRisenAbove() {
        var publication = origin.publish();
        assertThat(greet(publication, seen(1, "o2", 0)).epoch().number()).isEqualTo(2);
        assertThat(greet(publication, seen(2, "o0", 0)).epoch().number()).isEqualTo(2);
    }

    @Test
    void anEpochThatAnEarlierRunOfThisNodeHadIsRisenAbove() {
        var publication = origin.publish(); // nobody is left who could have told of it
        origin.keyFrame(publication, 0);
        var greeting = greet(publication, seen(1, "o1", 60_000));
        assertThat(greeting.epoch()).isEqualTo(new Epoch(2, "o1"));
        assertThat(greeting.timelineMs()).isGreaterThan(60_000);
    }

    @Test
    void aNodeThatComesBackWithAllThatWasSentFindsTheEpochThatItKnows() {
        var publication = origin.publish();
        origin.keyFrame(publication, 0);
        origin.keyFrame(publication, 4_000);
        assertThat(greet(publication, seen(1, "o1", 4_000)).epoch()).isEqualTo(new Epoch(1, "o1"));
        assertThat(origin.directory.raises()).isZero();
    }

    @Test
    void anAnnouncementDuringARaiseDoesNotEndThePublisher() {
        var publication = origin.publish(broadcaster);
        origin.directory.holdAnswers();
        publication.greet(seen(7, "o9", 0));
        origin.run();
        tick(); // reads 8@o1, while the answer to the raise is under way
        origin.directory.answer(1);
        origin.run();
        assertThat(broadcaster.ends).isEmpty();
    }

    @Test
    void aRaiseWhoseAnswerWasLostIsLearntOfByTheNextAnnouncement() {
        var publication = origin.publish(broadcaster);
        origin.directory.raise(publication.record(), 7);
        tick();
        assertThat(publication.epoch()).isEqualTo(8);
        for (int i = 0; i < 5; i++) {
            tick();
        }
        assertThat(broadcaster.ends).isEmpty();
        assertThat(origin.directory.standing(Origin.KEY).epoch()).isEqualTo(8);
    }

    @Test
    void nodesThatHaveSeenTheSameShareOneRaise() {
        var publication = origin.publish();
        origin.directory.holdAnswers();
        var first = publication.greet(seen(7, "o9", 0));
        var second = publication.greet(seen(7, "o9", 0));
        var higher = publication.greet(seen(20, "o9", 0));
        origin.run();
        assertThat(origin.directory.raises()).isEqualTo(1);

        origin.directory.answerAll();
        origin.run();
        assertThat(first.result().orElseThrow().epoch().number()).isEqualTo(8);
        assertThat(second.result().orElseThrow().epoch().number()).isGreaterThanOrEqualTo(8);
        assertThat(higher.result().orElseThrow().epoch().number()).isEqualTo(21);
    }

    @Test
    void aRaiseLeavesTheNameToAnOriginThatTookItOver() {
        var publication = origin.publish(broadcaster);
        origin.takenOver(0);

        var greeting = publication.greet(seen(7, "o9", 0));
        origin.run();

        assertThat(greeting.result()).isEmpty();
        assertThat(broadcaster.ends).containsExactly(EndReason.TAKEN_OVER);
        assertThat(origin.directory.standing(Origin.KEY).originId()).isEqualTo("o2");
    }

    @Test
    void aStreamThatEndsDuringARaiseLeavesNoRecord() {
        var publication = origin.publish();
        origin.directory.holdAnswers();
        publication.greet(seen(7, "o9", 0));
        origin.run();
        publication.end(EndReason.UNPUBLISHED);
        origin.directory.answerAll();
        origin.run();
        assertThat(origin.directory.find(Origin.KEY).result()).isEmpty();
    }

    @Test
    void aStreamThatEndsWhileItLearnsOfARaiseLeavesNoRecord() {
        var publication = origin.publish();
        origin.directory.raise(publication.record(), 7); // its answer was lost
        origin.directory.holdAnswers();
        tick();
        origin.keyFrame(publication, 60_000);
        publication.end(EndReason.UNPUBLISHED); // gives up epoch 1, which 8 outranks
        origin.directory.answerAll();
        origin.run();
        assertThat(origin.directory.find(Origin.KEY).result()).isEmpty();
        assertThat(origin.publish().record().timelineStartMs())
                .as("above the last frame, not above the last announcement")
                .isEqualTo(publication.record().timelineMs() + 1_000);
    }

    @Test
    void aStreamGoesOnAboveWhatTheOtherHalfOfASplitHasLeft() {
        var publication = origin.publish(broadcaster);
        origin.directory.mergeInto(leftBy("o2", 3, 90_000));

        tick();

        assertThat(broadcaster.ends).isEmpty();
        assertThat(origin.directory.standing(Origin.KEY))
                .extracting(StreamRecord::originId, StreamRecord::epoch)
                .containsExactly("o1", 4L);
        var heard = origin.listen(publication);
        origin.keyFrame(publication, 0);
        assertThat(heard).containsExactly(91_000L);
    }

    @Test
    void aNodeThatAsksFindsTheStreamAboveWhatTheOtherHalfOfASplitHasLeft() {
        var publication = origin.publish(broadcaster);
        origin.directory.mergeInto(leftBy("o2", 9, 90_000));

        var greeting = greet(publication, seen(7, "o9", 3_000));

        assertThat(greeting.epoch()).isEqualTo(new Epoch(10, "o1"));
        assertThat(greeting.timelineMs()).isEqualTo(91_000);
        assertThat(broadcaster.ends).isEmpty();
    }

    @Test
    void aPublisherThatWentElsewhereAndFinishedWhileItsNodeSleptIsAtItsEnd() {
        origin.publish(broadcaster);
        origin.pass(Duration.ofSeconds(7));
        origin.directory.mergeInto(leftBy("o2", 3, 90_000));

        tick();

        assertThat(broadcaster.ends).containsExactly(EndReason.TAKEN_OVER);
        assertThat(origin.directory.find(Origin.KEY).result()).isEmpty();
    }

    // ---- the timeline -------------------------------------------------------------------------------------------

    @Test
    void aStreamGoesOnAboveWhatANodeHasDelivered() {
        var publication = origin.publish();
        var heard = origin.listen(publication);
        origin.keyFrame(publication, 0);

        assertThat(greet(publication, seen(7, "o9", 3_600_000)).timelineMs()).isGreaterThan(3_600_000);

        origin.keyFrame(publication, 40);
        assertThat(heard).hasSize(2).last().satisfies(at -> assertThat(at).isGreaterThan(3_600_000));
        assertThat(publication.record().timelineMs()).isEqualTo(heard.getLast());
    }

    @Test
    void aPositionThatIsReachedAlreadyLiftsNothing() {
        var publication = origin.publish();
        origin.keyFrame(publication, 0);
        origin.keyFrame(publication, 4_000);
        assertThat(greet(publication, seen(7, "o9", 4_000)).timelineMs()).isEqualTo(4_000);
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    @Test
    void anAnnouncementThatIsDueWhenTheStreamEndsDoesNotBringItBack() {
        var publication = origin.publish();
        origin.leases.announceAll(); // on its way to the loop
        publication.end(EndReason.UNPUBLISHED);
        origin.run();
        assertThat(origin.directory.find(Origin.KEY).result()).isEmpty();
    }

    @Test
    void aTakeoverElsewhereEndsThePublisherAndLeavesTheRecord() {
        origin.publish(broadcaster);
        origin.takenOver(0);
        origin.run();
        assertThat(broadcaster.ends).containsExactly(EndReason.TAKEN_OVER);
        assertThat(origin.directory.standing(Origin.KEY))
                .extracting(StreamRecord::originId)
                .isEqualTo("o2");
        assertThat(origin.metrics.streams.value()).isZero();
    }
}
