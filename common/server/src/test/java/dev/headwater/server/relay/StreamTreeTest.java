package dev.headwater.server.relay;

import static dev.headwater.server.relay.PullRig.ONE;
import static dev.headwater.server.relay.PullRig.OWNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.FrameKind;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.testkit.Payloads;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pull's way to its parent in the tree, and what it does for its children, in virtual time. */
class StreamTreeTest {
    private static final RelayAddress OWN = new RelayAddress("10.0.0.9", 19_350);
    private static final RelayAddress A = new RelayAddress("10.0.0.1", 19_350);
    private static final RelayAddress B = new RelayAddress("10.0.0.2", 19_350);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final PullRig rig = new PullRig(PullRig.SETTINGS, new RelaySelf("me", "z", () -> Optional.of(OWN), 2));

    /** A node that pulls from the one under test. */
    private static final class Child {
        private final Promise<Void> left = Promise.promise();
        private @Nullable EndReason end;
        private @Nullable PlayDecision decision;
    }

    @BeforeEach
    void play() {
        rig.directory.says(OWNED);
        rig.play();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Child child(String node, String zone, RelayAddress relay) {
        return child(new PullRequest(Seen.NOTHING, node, zone, Optional.of(relay), List.of(), false));
    }

    private Child child(PullRequest request) {
        var child = new Child();
        rig.relay(request, reason -> child.end = reason, child.left.future())
                .onSuccess(decision -> child.decision = decision);
        return child;
    }

    private static void assertServed(Child child) {
        assertThat(child.decision).isInstanceOf(PlayDecision.Found.class);
    }

    private static void assertSentTo(Child child, RelayAddress... places) {
        assertThat(child.decision)
                .isEqualTo(new PlayDecision.Elsewhere(
                        List.of(places).stream().map(RelayAddress::toString).toList()));
    }

    @Test
    void theStreamTellsThroughWhichNodesItComes() {
        assertThat(rig.pull.stream().path()).isEmpty();
        rig.greets("o1", "e7");
        assertThat(rig.pull.stream().path()).containsExactly("o1", "e7", "me");
    }

    @Test
    void theOwnerIsAskedFirstAndThenWhomItNames() {
        assertThat(rig.upstreams.last().target().parent()).isEmpty();
        assertThat(rig.upstreams.last().request().relay()).contains(OWN);
        rig.upstreams.last().sendsTo(A, B);
        assertThat(rig.upstreams.last().target().parent()).contains(A);
        rig.upstreams.last().sendsTo(B, A);
        assertThat(rig.upstreams.last().target().parent()).contains(B);
        rig.greets("o1", "a", "b");
        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
        assertThat(rig.pull.greeting().orElseThrow().path()).containsExactly("o1", "a", "b", "me");
    }

    @Test
    void whoeverSendsEverybodyInACircleIsAskedAgainLater() {
        rig.upstreams.last().sendsTo(A);
        rig.upstreams.last().sendsTo(A, OWN);
        assertThat(rig.pull.state()).isEqualTo(PullState.BACKING_OFF);
        rig.advance(SECOND);
        assertThat(rig.upstreams.last().target().parent()).isEmpty();
    }

    @Test
    void aNodeThatFindsItselfInThePathTakesNothing() {
        rig.upstreams.last().sendsTo(A, B);
        rig.greets("o1", "me", "a");
        assertThat(rig.pull.state()).isEqualTo(PullState.PULLING);
        assertThat(rig.upstreams.last().target().parent()).contains(B);
        assertThat(rig.pull.greeting()).isEmpty();
    }

    @Test
    void anOwnersPlayersAreNoCircle() {
        rig.greets("me");
        assertThat(rig.pull.state()).isEqualTo(PullState.LIVE);
    }

    @Test
    void anOwnerIsToldWhomWeCannotReach() {
        rig.upstreams.last().sendsTo(A);
        rig.upstreams.last().vanishes();
        assertThat(rig.upstreams.last().target().parent()).isEmpty();
        assertThat(rig.upstreams.last().request().not()).containsExactly(A);
        rig.upstreams.last().sendsTo(A); // and does not listen
        rig.upstreams.last().vanishes();
        assertThat(rig.pull.state()).isEqualTo(PullState.BACKING_OFF);
    }

    @Test
    void aParentThatVanishesIsReplacedWithoutARepetition() {
        rig.upstreams.last().sendsTo(A);
        rig.greets("o1", "a");
        rig.gop(0);
        rig.advance(SECOND);
        rig.upstreams.last().alive();
        rig.advance(SECOND.plusMillis(100)); // steady
        rig.upstreams.last().vanishes();
        rig.time.runPendingTasks();
        assertThat(rig.upstreams.last().request().not()).containsExactly(A);
        assertThat(rig.upstreams.last().seen()).isEqualTo(new Seen(ONE, 40));
        rig.upstreams.last().sendsTo(B);
        rig.greets("o1", "b");
        rig.gop(0);
        rig.gop(80);
        assertThat(rig.player().ended()).isNull();
        assertThat(rig.player().timestamps()).isSorted();
        assertThat(rig.player().videoFrames()).isEqualTo(1 + 4);
    }

    @Test
    void aParentThatShutsDownIsNotAskedAgain() {
        rig.upstreams.last().sendsTo(A);
        rig.greets("o1", "a");
        rig.upstreams.last().ends(EndReason.SHUTDOWN);
        rig.advance(SECOND);
        assertThat(rig.upstreams.last().request().not()).containsExactly(A);
    }

    @Test
    void aParentOfALowerEpochIsNotTaken() {
        rig.greets("o1");
        rig.upstreams.last().ends(EndReason.UPSTREAM_LOST);
        rig.advance(SECOND);
        rig.upstreams.last().sendsTo(A);
        rig.upstreams.last().greets(new Epoch(1, "o0"), "o0", "a");
        assertThat(rig.pull.state()).isEqualTo(PullState.BACKING_OFF);
    }

    @Test
    void nobodyIsServedBeforeTheStreamIsHere() {
        assertThat(child("c", "z", A).decision).isEqualTo(PlayDecision.NOT_FOUND);
    }

    @Test
    void nobodyIsServedAnEpochLowerThanItHasSeen() {
        rig.greets("o1");
        var ahead = new PullRequest(new Seen(new Epoch(2, "o1"), 0), "c", "z", Optional.empty(), List.of(), false);
        assertThat(child(ahead).decision).isEqualTo(PlayDecision.NOT_FOUND);
    }

    @Test
    void whoStandsAboveIsNotServed() {
        rig.greets("o1", "a");
        assertThat(child("a", "z", A).decision).isInstanceOf(PlayDecision.Refused.class);
        assertThat(child("me", "z", A).decision).isInstanceOf(PlayDecision.Refused.class);
    }

    @Test
    void furtherNodesAreSentToTheNearestAndLeastNamed() {
        rig.greets("o1");
        assertServed(child("a", "west", A));
        assertServed(child("b", "z", B));
        assertSentTo(child("c", "z", new RelayAddress("10.0.0.3", 1)), B, A);
        assertSentTo(child("d", "west", new RelayAddress("10.0.0.4", 1)), A, B);
        assertSentTo(child("e", "north", new RelayAddress("10.0.0.5", 1)), A, B);
        assertSentTo(child("f", "north", new RelayAddress("10.0.0.6", 1)), B, A);
        assertThat(rig.metrics.pullsOverFanout.count()).isZero();
    }

    @Test
    void aNodeWhoseParentsAreAllOutOfReachIsServedBeyondTheFanout() {
        rig.greets("o1");
        child("a", "z", A);
        child("b", "z", B);
        assertServed(child(new PullRequest(Seen.NOTHING, "c", "z", Optional.empty(), List.of(A, B), false)));
        assertThat(rig.metrics.pullsOverFanout.count()).isOne();
    }

    @Test
    void theLastNodeOfTheLongestPathServesWhoeverComes() {
        rig.greets("o1", "2", "3", "4", "5", "6", "7");
        assertThat(rig.pull.greeting().orElseThrow().path()).hasSize(RelayChildren.MAX_PATH);
        child("a", "z", A);
        child("b", "z", B);
        assertServed(child("c", "z", new RelayAddress("10.0.0.3", 1)));
    }

    @Test
    void whoLeavesMakesRoom() {
        rig.greets("o1");
        var first = child("a", "z", A);
        child("b", "z", B);
        first.left.complete();
        rig.time.runPendingTasks();
        assertServed(child("c", "z", new RelayAddress("10.0.0.3", 1)));
    }

    @Test
    void aNodeThatComesAgainTakesItsOldPlace() {
        rig.greets("o1");
        var before = child("a", "z", A);
        child("b", "z", B);
        assertServed(child("a", "z", A));
        assertThat(before.end).isEqualTo(EndReason.UPSTREAM_LOST);
    }

    // ---- an owner that rises: another node has seen a higher epoch of the stream than its own

    private static StreamRecord ofAnotherPublisher() {
        return PullRig.laterClaim(3, "o1");
    }

    private void directorySays(StreamRecord record) {
        rig.pull.recordChanged(record);
        rig.advance(SECOND);
        rig.upstreams.last().alive();
    }

    @Test
    void anOwnerThatRisesIsPulledFromOnAndSoAreWe() {
        rig.greets("o1");
        rig.gop(0);
        var before = child("a", "z", A);
        directorySays(PullRig.record(3, "o1"));
        directorySays(PullRig.record(4, "o1"));
        rig.upstreams.last().frame(FrameKind.VIDEO, 80, Payloads.avcInterFrame(2));
        rig.time.runPendingTasks();
        assertThat(rig.upstreams.count()).isOne();
        assertThat(rig.player().videoFrames()).isEqualTo(1 + 3);
        assertThat(before.end).isNull();
        assertThat(rig.pull.greeting().orElseThrow().epoch()).isEqualTo(new Epoch(4, "o1"));
        assertServed(
                child(new PullRequest(new Seen(new Epoch(4, "o1"), 0), "c", "z", Optional.empty(), List.of(), false)));
    }

    @Test
    void aStreamThatNobodyPlaysLingersOnWhenItsOwnerRises() {
        rig.greets("o1");
        rig.player().leave();
        rig.time.runPendingTasks();
        directorySays(PullRig.record(3, "o1"));
        assertThat(rig.pull.state()).isEqualTo(PullState.LINGERING);
    }

    @Test
    void anotherPublisherAtTheSameOwnerIsPulled() {
        rig.greets("o1");
        directorySays(ofAnotherPublisher());
        assertThat(rig.upstreams.count()).isEqualTo(2);
    }

    @Test
    void anotherPublisherIsPulledThoughWhoWasAskedStillHadTheOneBefore() {
        rig.greets("o1");
        directorySays(ofAnotherPublisher());
        rig.greets("o1", "e7"); // at epoch 1
        directorySays(ofAnotherPublisher());
        assertThat(rig.upstreams.count()).isEqualTo(3);
        assertThat(rig.upstreams.last().seen().epoch()).isEqualTo(ONE);
    }

    @Test
    void childrenAreEndedWithTheUpstreamAndPlayersAreHeld() {
        rig.greets("o1");
        rig.gop(0);
        var children = new ArrayList<>(List.of(child("a", "z", A), child("b", "z", B)));
        rig.upstreams.last().ends(EndReason.PUBLISHER_LOST);
        rig.time.runPendingTasks();
        assertThat(children).extracting(child -> child.end).containsOnly(EndReason.PUBLISHER_LOST);
        assertThat(rig.player().ended()).isNull();
        assertThat(rig.pull.greeting()).isEmpty();
    }

    @Test
    void childrenDoNotTakeUsForTheOneThatShutsDown() {
        rig.greets("o1");
        rig.gop(0);
        var child = child("a", "z", A);
        rig.upstreams.last().ends(EndReason.SHUTDOWN);
        rig.time.runPendingTasks();
        assertThat(child.end).isEqualTo(EndReason.UPSTREAM_LOST);
    }

    @Test
    void childrenAreToldWhenThisNodeShutsDown() {
        rig.greets("o1");
        rig.gop(0);
        var child = child("a", "z", A);
        rig.pull.letGoOfNodes();
        rig.time.runPendingTasks();
        assertThat(child.end).isEqualTo(EndReason.SHUTDOWN);
    }
}
