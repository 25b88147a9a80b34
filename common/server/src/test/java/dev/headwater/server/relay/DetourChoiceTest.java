package dev.headwater.server.relay;

import static dev.headwater.server.relay.PullRig.FAR;
import static dev.headwater.server.relay.PullRig.HAS_IT;
import static dev.headwater.server.relay.PullRig.KEY;
import static dev.headwater.server.relay.PullRig.NEAR;
import static dev.headwater.server.relay.PullRig.OWNED;
import static dev.headwater.server.relay.PullRig.QUIET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.HeldStreams;
import dev.headwater.cluster.Records;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.role.PlayDecision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is asked in the place of an owner out of reach, and how often, in virtual time. */
class DetourChoiceTest {
    private final PullRig rig = PullRig.owned();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void whoHasTheStreamIsAskedFirstThenTheNearest() {
        rig.node(FAR, "elsewhere", HeldStreams.NONE);
        rig.node(NEAR, "z", HeldStreams.NONE);
        rig.node(HAS_IT, "elsewhere", HeldStreams.of(List.of(KEY)));
        rig.node("o1", 19_350, "z", false, HeldStreams.of(List.of(KEY)));
        rig.node("me", 19_350, "z", false, HeldStreams.of(List.of(KEY)));
        rig.node("draining", 19_350, "z", true, HeldStreams.of(List.of(KEY)));
        rig.node("serves-no-nodes", 0, "z", false, HeldStreams.of(List.of(KEY)));
        rig.playing("o1");
        rig.advance(QUIET);
        for (RelayAddress next : List.of(HAS_IT, NEAR, FAR, HAS_IT)) {
            var before = rig.upstreams.count();
            assertThat(rig.detours().getLast().target().parent()).contains(next);
            rig.detours().getLast().ends(EndReason.UPSTREAM_LOST);
            advanceUntilDetourAfter(before);
        }
    }

    private void advanceUntilDetourAfter(int count) {
        var before = rig.detours().size();
        for (int i = 0; i < 300 && rig.detours().size() == before; i++) {
            rig.advance(Duration.ofMillis(50));
        }
        assertThat(rig.upstreams.count()).isGreaterThan(count);
    }

    @Test
    void withoutAnotherNodeNobodyIsAskedBesides() {
        rig.playing("o1");
        rig.advance(Duration.ofSeconds(20));
        assertThat(rig.detours()).isEmpty();
    }

    @Test
    void whoPullsFromHereIsNotAsked() {
        rig.node(HAS_IT, "z", HeldStreams.of(List.of(KEY)));
        rig.near();
        rig.playing("o1");
        assertThat(rig.relay(new PullRequest(Seen.NOTHING, "c", "z", Optional.of(HAS_IT), List.of(), false))
                        .result())
                .isInstanceOf(PlayDecision.Found.class);
        rig.advance(QUIET);
        rig.assertAsked(NEAR);
    }

    @Test
    void othersAreAskedLessThanOnceASecond() {
        rig.near();
        rig.playing("o1");
        rig.advance(Duration.ofMinutes(1)); // in which nobody answers
        assertThat(rig.detours()).hasSizeBetween(5, 20);
        assertThat(rig.upstreams.count()).isLessThan(60);
        assertThat(rig.player().ended()).isNull();
    }

    /** Such as one that has the stream from here. */
    @Test
    void aRefusalCostsNoTime() {
        rig.node(HAS_IT, "z", HeldStreams.of(List.of(KEY)));
        rig.near();
        rig.playing("o1");
        rig.advance(QUIET);
        rig.assertAsked(HAS_IT);
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.time.runPendingTasks();
        rig.assertAsked(NEAR);
    }

    /** The head of a subtree asks those below it, who are near and have the stream. */
    @Test
    void manyWhoServeNobodyCostNoTime() {
        rig.node(FAR, "elsewhere", HeldStreams.NONE);
        for (int i = 0; i < 12; i++) {
            rig.node(new RelayAddress("below" + i, 19_350), "z", HeldStreams.of(List.of(KEY)));
        }
        rig.playing("o1");
        rig.advance(QUIET);
        for (int i = 0; i < 12; i++) {
            rig.upstreams.last().vanishes();
            rig.time.runPendingTasks();
        }
        rig.assertAsked(FAR);
    }

    @Test
    void howManyAreAskedWithoutAPauseIsBounded() {
        for (int i = 0; i < 40; i++) {
            rig.node(new RelayAddress("below" + i, 19_350), "z", HeldStreams.of(List.of(KEY)));
        }
        rig.playing("o1");
        rig.advance(QUIET);
        for (int i = 0; i < 40; i++) {
            rig.upstreams.last().vanishes();
            rig.time.runPendingTasks();
        }
        assertThat(rig.detours()).hasSize(16);
    }

    @Test
    void whoCouldNotBringTheStreamIsNotAskedForOthersOfItsOwner() {
        rig.near();
        rig.playing("o1");
        rig.advance(QUIET);
        rig.assertAsked(NEAR);
        rig.advance(Duration.ofSeconds(2)); // it does not answer
        assertThat(waysTo(OWNED)).isEmpty();
        rig.advance(Duration.ofSeconds(2));
        assertThat(waysTo(OWNED)).containsExactly(NEAR);
    }

    /** It may have asked the owner, who has that stream no more, or may be about to change its own place. */
    @Test
    void whoSaysNoIsAskedForAnotherStreamAndNotForAThird() {
        rig.near();
        rig.playing("o1");
        rig.advance(QUIET);
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.time.runPendingTasks();
        assertThat(waysTo(OWNED)).containsExactly(NEAR);
        var other = Records.claimed(new StreamKey("live", "two"), "o1", 1);
        rig.ways.reportNotFound(NEAR, other, rig.time.eventLoop().ticker().nanoTime());
        assertThat(waysTo(OWNED)).isEmpty();
        rig.advance(Duration.ofSeconds(2));
        assertThat(waysTo(OWNED)).containsExactly(NEAR);
    }

    private List<RelayAddress> waysTo(StreamRecord owner) {
        return rig.ways.inOrder(owner, rig.time.eventLoop().ticker().nanoTime()).result();
    }

    @Test
    void whereManyLookForAWayOneWaitsForRoom() {
        rig.near();
        rig.playing("o1");
        for (int i = 0; i < DetourChoice.SLOTS; i++) {
            assertThat(rig.ways.acquireSlot()).isTrue();
        }
        rig.advance(QUIET);
        assertThat(rig.detours()).isEmpty();
        rig.ways.releaseSlot();
        rig.advance(Duration.ofMillis(100));
        rig.assertAsked(NEAR);
        rig.greets("o1", "near");
        assertThat(rig.ways.acquireSlot()).as("room again").isTrue();
    }
}
