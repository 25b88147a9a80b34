package dev.headwater.server.relay;

import static dev.headwater.server.relay.PullRig.FAR;
import static dev.headwater.server.relay.PullRig.NEAR;
import static dev.headwater.server.relay.PullRig.ONE;
import static dev.headwater.server.relay.PullRig.QUIET;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pull's way back to an owner that can be reached again, in virtual time. */
class DetourBackTest {
    private final PullRig rig = PullRig.owned();

    @AfterEach
    void close() {
        rig.close();
    }

    /** The owner fell silent, and a first group of pictures has come by another node. */
    private FakeUpstreams.Opened goneAround() {
        rig.near();
        rig.playing("o1");
        rig.advance(QUIET);
        rig.greets("o1", "near");
        var through = rig.upstreams.last();
        rig.gop(through, 80);
        return through;
    }

    @Test
    void whenTheOwnerCanBeReachedThePullGoesBackToIt() {
        var through = goneAround();
        rig.advanceWithBytes(through, Duration.ofSeconds(2));
        rig.assertOwnerAsked();
        rig.gop(through, 160);
        assertThat(rig.player().timestamps()).last().isEqualTo(200L);
        rig.greets("o1");
        assertThat(through.closed()).isTrue();
        rig.gop(160);
        rig.gop(240);
        assertThat(rig.player().timestamps()).isSorted();
        assertThat(rig.player().videoFrames()).isEqualTo(1 + 4 * 2);
        int asked = rig.upstreams.count();
        rig.advanceWithBytes(Duration.ofMinutes(1));
        assertThat(rig.upstreams.count()).isEqualTo(asked);
        assertThat(rig.pull.greeting().orElseThrow().path()).containsExactly("o1", "me");
    }

    @Test
    void whomTheOwnerNamesAndWeHaveAlreadyIsKept() {
        var through = goneAround();
        rig.advanceWithBytes(through, Duration.ofSeconds(2));
        rig.assertOwnerAsked();
        int asked = rig.upstreams.count();
        rig.upstreams.last().sendsTo(FAR, NEAR);
        rig.time.runPendingTasks();
        rig.advanceWithBytes(through, Duration.ofMinutes(1));
        assertThat(rig.upstreams.count()).as("one pull from there").isEqualTo(asked);
        assertThat(through.closed()).isFalse();
        through.vanishes();
        rig.time.runPendingTasks();
        rig.assertOwnerAsked();
        assertThat(rig.upstreams.last().request().not())
                .as("it is one of the tree")
                .containsExactly(NEAR);
    }

    @Test
    void anOwnerThatStaysOutOfReachIsAskedNowAndThen() {
        rig.near();
        rig.playing("o1");
        rig.advance(QUIET);
        rig.greets("o1", "near");
        var through = rig.upstreams.last();
        int before = rig.upstreams.count();
        for (int i = 0; i < 60; i++) {
            rig.advanceWithBytes(through, Duration.ofSeconds(1));
            if (!rig.upstreams.last().closed() && rig.upstreams.last() != through) {
                rig.upstreams.last().vanishes();
            }
        }
        assertThat(through.closed()).isFalse();
        assertThat(rig.upstreams.count() - before).isBetween(4, 20);
        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
    }

    @Test
    void anEpochThatAnotherNodeToldOfLeadsBackToItsOwner() {
        rig.near();
        rig.playing("o1");
        rig.advance(QUIET);
        rig.upstreams.last().greets(new Epoch(2, "o2"), "o2", "near");
        rig.time.runPendingTasks();
        var next = PullRig.record(2, "o2");
        rig.pull.recordChanged(next);
        rig.advanceWithBytes(Duration.ofSeconds(2));
        assertThat(rig.upstreams.last().target()).isEqualTo(PullTarget.owner(next));
    }

    @Test
    void anOwnerThatGreetsAndFallsSilentIsGoneBackToLessAndLess() {
        rig.near();
        rig.playing("o1");
        int returns = 0;
        int answered = rig.upstreams.count();
        for (int half = 0; half < 2 * 60; half++) {
            rig.advance(Duration.ofMillis(500));
            while (answered < rig.upstreams.count()) {
                var asked = rig.upstreams.nth(answered++);
                boolean around = asked.target().isDetour();
                asked.greets(ONE, around ? new String[] {"o1", "near"} : new String[] {"o1"});
                returns += around ? 0 : 1;
            }
            rig.detours().stream().filter(detour -> !detour.closed()).forEach(FakeUpstreams.Opened::alive);
        }
        assertThat(returns).as("in a minute, with nothing after the greeting").isBetween(3, 8);
        assertThat(rig.player().ended()).isNull();
    }
}
