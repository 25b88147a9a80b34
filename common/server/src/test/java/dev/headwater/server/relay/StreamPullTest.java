package dev.headwater.server.relay;

import static dev.headwater.server.relay.PullRig.OWNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.hub.EndReason;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.tracing.Trace;
import io.vertx.core.Promise;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every transition of the drawing in the package's description while the owner stays, in virtual time. */
class StreamPullTest {
    private final PullRig rig = new PullRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aPlayerMakesItResolveThenPullThenLive() {
        rig.directory.says(PullRig.record(7, "o1"));
        var decision = rig.open();
        assertThat(rig.pull.state()).isEqualTo(PullState.PULLING);
        assertThat(decision.isComplete()).isFalse();
        assertThat(rig.upstreams.last().record().epoch()).isEqualTo(7);

        var player = new CapturingPlayer();
        decision.onSuccess(found -> player.join(PullRig.streamOf(found), rig.time.eventLoop()));
        rig.upstreams.last().greets();
        rig.time.runPendingTasks();
        rig.gop(0);

        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
        assertThat(player.videoFrames()).isEqualTo(3);
    }

    @Test
    void manyPlayersShareOneUpstream() {
        rig.directory.says(OWNED);
        for (int i = 0; i < 100; i++) {
            rig.play();
        }
        rig.upstreams.last().greets();
        rig.time.runPendingTasks();
        for (int i = 0; i < 100; i++) {
            rig.play();
        }
        rig.gop(0);
        assertThat(rig.upstreams.count()).isEqualTo(1);
        assertThat(rig.directory.finds()).isEqualTo(1);
        assertThat(rig.players).allMatch(player -> player.videoFrames() == 3);
    }

    @Test
    void anUnknownStreamIsWaitedForAndThenNotFound() {
        var decision = rig.open();
        rig.advance(Duration.ofSeconds(9));
        assertThat(decision.isComplete()).isFalse();
        assertThat(rig.pull.state()).isEqualTo(PullState.BACKING_OFF);
        rig.advance(Duration.ofSeconds(2));
        assertThat(decision.result()).isEqualTo(PlayDecision.NOT_FOUND);
        assertThat(rig.pull.state()).isEqualTo(PullState.OVER);
        assertThat(rig.ended).containsExactly(rig.pull);
        assertThat(rig.upstreams.count()).isZero();
    }

    @Test
    void aStreamThatAppearsIsPulledAtOnce() {
        rig.open();
        rig.pull.recordChanged(OWNED);
        assertThat(rig.pull.state()).isEqualTo(PullState.PULLING);
    }

    @Test
    void aPlayerWaitsLongerForAnOwnerThatIsKnown() {
        var decision = rig.open();
        rig.advance(Duration.ofSeconds(9));
        rig.pull.recordChanged(OWNED);
        rig.advance(Duration.ofSeconds(2));
        assertThat(decision.isComplete()).isFalse();
        rig.upstreams.last().greets();
        assertThat(decision.result()).isInstanceOf(PlayDecision.Found.class);
    }

    @Test
    void aPlayerThatGivesUpBeforeTheAnswerLeavesNoPullBehind() {
        rig.directory.says(OWNED);
        var decision = rig.open();
        rig.advance(Duration.ofSeconds(14)); // the upstream never greets; the player's patience ends
        assertThat(decision.result()).isEqualTo(PlayDecision.NOT_FOUND);
        assertThat(rig.pull.state()).isEqualTo(PullState.OVER);
        assertThat(rig.upstreams.last().closed()).isTrue();
    }

    @Test
    void aWaiterThatLeavesLeavesNothingBehind() {
        var decision = rig.open();
        rig.left.complete();
        rig.time.runPendingTasks();
        assertThat(decision.result()).isEqualTo(PlayDecision.NOT_FOUND);
        assertThat(rig.pull.state()).isEqualTo(PullState.OVER);
        assertThat(rig.ended).containsExactly(rig.pull);
    }

    @Test
    void theLastPlayerLeavingStartsTheLingerAndThenIdle() {
        var player = rig.livePlayer();
        player.leave();
        rig.time.runPendingTasks();
        assertThat(rig.pull.state()).isEqualTo(PullState.LINGERING);
        rig.advanceWithBytes(Duration.ofSeconds(9));
        assertThat(rig.upstreams.last().closed()).isFalse();
        rig.advanceWithBytes(Duration.ofSeconds(2));
        assertThat(rig.pull.state()).isEqualTo(PullState.OVER);
        assertThat(rig.upstreams.last().closed()).isTrue();
        assertThat(rig.ended).containsExactly(rig.pull);
    }

    @Test
    void aPlayerThatComesInTheLingerCostsNothing() {
        var first = rig.livePlayer();
        first.leave();
        rig.time.runPendingTasks();
        rig.advance(Duration.ofSeconds(1));
        var second = rig.play();
        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
        assertThat(second.videoFrames()).isEqualTo(3); // header and GOP, from memory
        assertThat(rig.upstreams.count()).isEqualTo(1);
    }

    @Test
    void anOpenedStreamThatNobodyJoinsLingersAndGoes() {
        rig.directory.says(OWNED);
        rig.open();
        rig.upstreams.last().greets();
        rig.advanceWithBytes(Duration.ofSeconds(2));
        assertThat(rig.pull.state()).isEqualTo(PullState.LINGERING);
        rig.advanceWithBytes(Duration.ofSeconds(11));
        assertThat(rig.pull.state()).isEqualTo(PullState.OVER);
    }

    @Test
    void aPlayerOnItsWayInIsNotForgotten() {
        rig.livePlayer().leave();
        rig.time.runPendingTasks();
        rig.advanceWithBytes(Duration.ofMillis(9_500));
        var decision = rig.open(); // joins later, from its own loop
        rig.advanceWithBytes(Duration.ofMillis(600));
        assertThat(rig.pull.state()).isEqualTo(PullState.LINGERING);
        var player = new CapturingPlayer();
        player.join(PullRig.streamOf(decision.result()), rig.time.eventLoop());
        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
        assertThat(player.videoFrames()).isEqualTo(3);
    }

    @Test
    void aPlayerThatDoesNotComeInLeavesTheStreamLingering() {
        rig.nextPlayerIsLetIn();
        rig.advanceWithBytes(Duration.ofSeconds(1));
        assertThat(rig.pull.state()).isEqualTo(PullState.LINGERING);
        rig.advanceWithBytes(Duration.ofSeconds(10));
        assertThat(rig.pull.state()).isEqualTo(PullState.OVER);
    }

    @Test
    void aGoodbyeOfTheBroadcasterIsToldAtOnce() {
        var player = rig.livePlayer();
        rig.upstreams.last().ends(EndReason.UNPUBLISHED);
        rig.time.runPendingTasks();
        assertThat(player.ended()).isEqualTo(EndReason.UNPUBLISHED);
        assertThat(rig.pull.state()).isEqualTo(PullState.OVER);
        assertThat(rig.pull.open(Promise.promise(), Trace.NONE, rig.left.future()))
                .as("a pull that is over")
                .isFalse();
    }

    @Test
    void theShutdownTellsEverybodyOnce() {
        var player = rig.livePlayer();
        rig.pull.end(EndReason.SHUTDOWN, "test");
        rig.pull.end(EndReason.SHUTDOWN, "test");
        rig.time.runPendingTasks();
        assertThat(player.ended()).isEqualTo(EndReason.SHUTDOWN);
        assertThat(rig.ended).hasSize(1);
    }
}
