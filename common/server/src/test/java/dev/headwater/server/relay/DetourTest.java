package dev.headwater.server.relay;

import static dev.headwater.server.relay.PullRig.FAR;
import static dev.headwater.server.relay.PullRig.NEAR;
import static dev.headwater.server.relay.PullRig.QUIET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.HeldStreams;
import dev.headwater.media.hub.EndReason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pull's way around an owner that it cannot reach, in virtual time. */
class DetourTest {
    private static final RelayAddress PARENT = new RelayAddress("10.0.0.7", 19_350);

    private final PullRig rig = PullRig.owned();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void playersOfASilentOwnerGoOnThroughAnotherNodeWithoutARepetition() {
        rig.near();
        var first = rig.playing("o1");
        rig.advance(QUIET);
        rig.assertAsked(NEAR);
        assertThat(first.closed()).as("it may speak again").isFalse();
        rig.greets("o1", "near");
        assertThat(first.closed()).isTrue();
        rig.gop(0);
        rig.gop(80);
        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
        assertThat(rig.pull.greeting().orElseThrow().path()).containsExactly("o1", "near", "me");
        assertThat(rig.player().timestamps()).isSorted();
        assertThat(rig.player().videoFrames()).isEqualTo(1 + 4);
        assertThat(rig.metrics.detours.count()).isOne();
        assertThat(rig.metrics.detourAttempts.count()).isOne();
        assertThat(rig.metrics.startedPulls.count()).as("pulls").isOne();
    }

    @Test
    void anOwnerThatSpeaksAgainIsKept() {
        rig.near();
        var first = rig.playing("o1");
        rig.advance(QUIET);
        var beside = rig.upstreams.last();
        first.alive();
        assertThat(beside.closed()).isTrue();
        rig.advanceWithBytes(first, Duration.ofSeconds(30));
        assertThat(rig.upstreams.count()).isEqualTo(2);
        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
    }

    @Test
    void anOwnerThatCannotBeConnectedIsNotWaitedForAlone() {
        rig.near();
        rig.play();
        rig.advance(QUIET);
        rig.assertAsked(NEAR);
        rig.greets("o1", "near");
        assertThat(rig.upstreams.nth(0).closed()).isTrue();
        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
    }

    @Test
    void aNodeThatHasItFromHereIsNotTaken() {
        rig.near();
        rig.playing("o1");
        rig.advance(QUIET);
        rig.greets("o1", "me", "near");
        assertThat(rig.pull.greeting().orElseThrow().path()).containsExactly("o1", "me");
        assertThat(rig.metrics.detours.count()).isZero();
    }

    @Test
    void aParentThatIsSilentIsPassedByTheOwnerFirst() {
        rig.near();
        rig.play();
        rig.upstreams.last().sendsTo(PARENT);
        rig.greets("o1", "parent");
        rig.gop(0);
        rig.advance(QUIET);
        rig.assertOwnerAsked();
        assertThat(rig.upstreams.last().request().not()).containsExactly(PARENT);
        rig.greets("o1");
        assertThat(rig.pull.greeting().orElseThrow().path()).containsExactly("o1", "me");
        rig.advanceWithBytes(Duration.ofSeconds(30));
        rig.assertOwnerAsked();
    }

    @Test
    void aNodeOnTheWayThatStopsIsReplacedByTheNext() {
        rig.near();
        rig.node(FAR, "elsewhere", HeldStreams.NONE);
        rig.playing("o1");
        rig.advance(QUIET);
        rig.greets("o1", "near");
        rig.gop(80);
        rig.upstreams.last().ends(EndReason.SHUTDOWN);
        rig.time.runPendingTasks();
        assertThat(rig.detours().getLast().target().parent()).contains(FAR);
        assertThat(rig.player().ended()).isNull();
    }
}
