package dev.headwater.server.relay;

import static dev.headwater.server.relay.PullRig.OWNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.hub.EndReason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a pull asks the directory and the owner again, and what it does without an answer, in virtual time. */
class PullRetriesTest {
    private final PullRig rig = new PullRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void theDirectoryIsAskedAgainWithBackoffNotInAStorm() {
        rig.open();
        rig.advance(Duration.ofSeconds(9));
        assertThat(rig.directory.finds()).isBetween(6, 20);
    }

    @Test
    void aDirectoryThatFailsIsAskedAgain() {
        rig.directory.fails(new IllegalStateException("no data member"));
        rig.open();
        assertThat(rig.pull.state()).isEqualTo(PullState.BACKING_OFF);
        rig.directory.fails(null);
        rig.directory.says(OWNED);
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.pull.state()).isEqualTo(PullState.PULLING);
    }

    @Test
    void anUpstreamThatDoesNotGreetIsTriedAgain() {
        rig.directory.says(OWNED);
        rig.open();
        rig.advance(Duration.ofSeconds(4));
        assertThat(rig.upstreams.nth(0).closed()).isTrue();
        assertThat(rig.upstreams.count()).isEqualTo(2);
    }

    /** The directory may tell of a new owner a moment before that owner itself knows. */
    @Test
    void aNewOwnerThatIsNotReadyYetIsAskedAgainSoonHoweverLongWasWaited() {
        rig.open();
        rig.advance(Duration.ofSeconds(9));
        rig.directory.says(OWNED);
        rig.pull.recordChanged(OWNED);
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(Duration.ofMillis(200));
        assertThat(rig.upstreams.count()).isEqualTo(2);
    }

    /** Of more than a second, after six upstreams. */
    private void inALongPause() {
        rig.livePlayer();
        while (rig.upstreams.count() < 6) {
            rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
            rig.advance(Duration.ofMillis(50));
        }
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        assertThat(rig.pull.state()).isEqualTo(PullState.BACKING_OFF);
    }

    /** As every owner does, for all nodes at one instant. */
    @Test
    void anOwnerThatIsAnnouncedAgainIsNotAskedBeforeThePauseIsOver() {
        inALongPause();
        rig.pull.recordChanged(OWNED.at(2_000, ""));
        assertThat(rig.pull.state()).isEqualTo(PullState.BACKING_OFF);
        assertThat(rig.upstreams.count()).isEqualTo(6);
        rig.directory.fallsSilent();
        rig.advance(Duration.ofSeconds(3));
        assertThat(rig.upstreams.nth(6).record().timelineMs()).isEqualTo(2_000);
    }

    /** As the only origin gives, when it has been killed and its encoder is back. */
    @Test
    void anotherPublicationOfTheSameNumberIsAskedForAtOnce() {
        inALongPause();
        rig.pull.recordChanged(PullRig.laterClaim(1, "o1"));
        assertThat(rig.upstreams.count()).isEqualTo(7);
    }

    @Test
    void aDirectoryThatFailsIsAnsweredFromTheLastView() {
        var player = rig.livePlayer();
        rig.directory.fails(new IllegalStateException("no data member"));
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.upstreams.count()).isEqualTo(2);
        rig.upstreams.last().greets();
        rig.gop(1_000);
        assertThat(player.videoFrames()).isEqualTo(5);
    }

    @Test
    void aSilentDirectoryIsAnsweredFromTheLastView() {
        var player = rig.livePlayer();
        rig.directory.fallsSilent();
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.upstreams.count()).isEqualTo(2);
        rig.upstreams.last().greets();
        rig.gop(1_000);
        assertThat(player.videoFrames()).isEqualTo(5);
    }

    @Test
    void aLateAnswerOfTheDirectoryIsStillNews() {
        rig.livePlayer();
        rig.directory.fallsSilent();
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.upstreams.last().record().originId()).isEqualTo("o1");
        rig.directory.speaks(PullRig.record(2, "o2"));
        rig.time.runPendingTasks();
        assertThat(rig.upstreams.last().record().originId()).isEqualTo("o2");
        assertThat(rig.upstreams.count()).isEqualTo(3);
    }

    @Test
    void aLateAnswerOfTheDirectoryThatIsKnownChangesNothing() {
        rig.livePlayer();
        rig.directory.fallsSilent();
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(Duration.ofSeconds(1));
        rig.directory.speaks(OWNED);
        rig.time.runPendingTasks();
        assertThat(rig.upstreams.count()).isEqualTo(2);
        assertThat(rig.pull.state()).isEqualTo(PullState.PULLING);
    }
}
