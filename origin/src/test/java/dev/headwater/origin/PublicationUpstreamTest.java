package dev.headwater.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.relay.Epoch;
import dev.headwater.server.relay.RelayAddress;
import dev.headwater.server.relay.RelayGreeting;
import dev.headwater.server.relay.Seen;
import dev.headwater.server.relay.UpstreamEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublicationUpstreamTest {
    private final Origin origin = new Origin();
    private final Pull pull = new Pull();
    private @Nullable PublicationUpstream upstream;

    /** Keeps what it hears, and lets go at the greeting if it is told to. */
    private final class Pull implements UpstreamEvents {
        private final List<String> heard = new ArrayList<>();
        private boolean fussy;

        @Override
        public void greeted(RelayGreeting greeting) {
            heard.add("greeted " + greeting.epoch());
            if (fussy && upstream != null) {
                upstream.close();
            }
        }

        @Override
        public void frame(MediaFrame frame) {
            if (frame.isKeyFrame()) {
                heard.add("frame");
            }
        }

        @Override
        public void batchEnd() {
            // frames are counted
        }

        @Override
        public void delayed(long nanos) {
            assertThat(nanos).isNotNegative();
        }

        @Override
        public void alive() {
            heard.add("alive");
        }

        @Override
        public void ended(EndReason reason, String explanation) {
            heard.add("ended " + reason);
        }

        @Override
        public void sentTo(List<RelayAddress> places) {
            throw new AssertionError("a node does not send itself on");
        }

        @Override
        public void vanished(String explanation) {
            throw new AssertionError("there is no connection to lose");
        }
    }

    private void open(Seen seen) {
        upstream = PublicationUpstream.open(
                origin.time.eventLoop(), origin.publications, Origin.KEY, seen, Duration.ofMillis(500), pull);
        origin.run();
    }

    private void aSecond() {
        origin.time.advanceTimeBy(1, TimeUnit.SECONDS);
        origin.time.runScheduledPendingTasks();
    }

    @Test
    void aPullOfThisNodesOwnStreamIsGreetedAboveWhatItHasSeen() {
        var publication = origin.publish();
        open(new Seen(new Epoch(7, "o9"), 90_000));
        origin.keyFrame(publication, 0);
        publication.end(EndReason.UNPUBLISHED);
        origin.run();
        assertThat(pull.heard).containsExactly("greeted 8@o1", "frame", "ended UNPUBLISHED");
    }

    @Test
    void aPullThatLetsGoAtTheGreetingLeavesNothingBehind() {
        var publication = origin.publish();
        pull.fussy = true;
        open(Seen.NOTHING);
        origin.keyFrame(publication, 0);
        aSecond();
        assertThat(pull.heard).containsExactly("greeted 1@o1");
    }

    @Test
    void aQuietStreamIsAlive() {
        origin.publish();
        open(Seen.NOTHING);
        aSecond();
        assertThat(pull.heard).contains("alive");
    }

    @Test
    void aPullThatComesBeforeTheAnswerToTheClaimWaitsForIt() {
        origin.directory.holdAnswers();
        origin.admit(new Origin.Broadcaster());
        open(Seen.NOTHING);
        assertThat(origin.directory.standing(Origin.KEY).originId())
                .as("others see it")
                .isEqualTo("o1");
        assertThat(pull.heard).isEmpty();
        origin.directory.answerAll();
        origin.run();
        assertThat(pull.heard).containsExactly("greeted 1@o1");
    }

    @Test
    void aPullThatWaitedForAClaimInVainEnds() {
        origin.directory.goAway();
        origin.directory.holdAnswers();
        origin.admit(new Origin.Broadcaster());
        open(Seen.NOTHING);
        origin.directory.answerAll();
        origin.run();
        assertThat(pull.heard).containsExactly("ended UPSTREAM_LOST");
    }

    @Test
    void aStreamThatIsNotHereEndsThePull() {
        open(Seen.NOTHING);
        assertThat(pull.heard).containsExactly("ended UPSTREAM_LOST");
    }
}
