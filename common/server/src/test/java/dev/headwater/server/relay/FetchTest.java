package dev.headwater.server.relay;

import static dev.headwater.server.relay.PullRig.QUIET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.role.PlayDecision;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream that is pulled for a node that cannot reach its owner, in virtual time. */
class FetchTest {
    private final PullRig rig = PullRig.owned();

    @AfterEach
    void close() {
        rig.close();
    }

    /** A node that cannot reach the owner asks for the stream. */
    private Future<PlayDecision> fetch() {
        return rig.relay(new PullRequest(Seen.NOTHING, "c", "z", Optional.empty(), List.of(), true));
    }

    @Test
    void aStreamIsFetchedForANodeThatAsksForIt() {
        var decision = fetch();
        rig.assertOwnerAsked();
        assertThat(decision.isComplete()).isFalse();
        rig.greets("o1");
        assertThat(decision.result()).isInstanceOf(PlayDecision.Found.class);
        assertThat(rig.pull.greeting().orElseThrow().path()).containsExactly("o1", "me");
    }

    @Test
    void aNodeIsGreetedWithTheTimelineOfTheOwnerBeforeTheFirstFrame() {
        long monthsMs = (1L << Integer.SIZE) + 5;
        rig.directory.says(PullRig.at(monthsMs));
        fetch();
        rig.greets("o1");
        assertThat(rig.pull.greeting().orElseThrow().timelineMs()).isEqualTo(monthsMs);
        rig.play();
        rig.gop(monthsMs + 80);
        assertThat(rig.pull.greeting().orElseThrow().timelineMs()).isEqualTo(monthsMs + 120);
    }

    @Test
    void whatCannotBeFetchedIsRefusedAtOnce() {
        rig.near();
        var decision = fetch();
        rig.upstreams.last().vanishes();
        rig.time.runPendingTasks();
        assertThat(decision.result()).isEqualTo(PlayDecision.NOT_FOUND);
        assertThat(rig.pull.state()).isEqualTo(PullState.OVER);
        assertThat(rig.detours()).isEmpty();
    }

    @Test
    void anOwnerThatDoesNotAnswerIsNotWaitedForLong() {
        var decision = fetch();
        rig.advance(Duration.ofSeconds(1));
        assertThat(decision.result()).isEqualTo(PlayDecision.NOT_FOUND);
        assertThat(rig.pull.state()).isEqualTo(PullState.OVER);
    }

    @Test
    void aStreamOfASilentOwnerIsNotGivenToOthersAsAWayAround() {
        rig.playing("o1");
        rig.advance(QUIET);
        assertThat(fetch().result()).isEqualTo(PlayDecision.NOT_FOUND);
    }

    @Test
    void whoLooksForAnotherWayServesNobodyMeanwhile() {
        rig.near();
        rig.playing("o1");
        rig.advance(QUIET);
        rig.greets("o1", "near");
        rig.advanceWithBytes(Duration.ofSeconds(2));
        rig.assertOwnerAsked();
        assertThat(fetch().result()).isInstanceOf(PlayDecision.Refused.class);
        rig.upstreams.last().vanishes();
        assertThat(fetch().result()).isInstanceOf(PlayDecision.Found.class);
    }
}
