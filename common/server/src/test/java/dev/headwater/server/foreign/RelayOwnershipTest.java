package dev.headwater.server.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.DirectoryUnavailableException;
import dev.headwater.cluster.ForwardingDirectory;
import dev.headwater.cluster.LocalStreamDirectory;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.testkit.LogCapture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes that are told of one relay, in virtual time. */
class RelayOwnershipTest {
    private static final Duration LIFE = Succession.DEFAULT.recordLife();

    private final AtomicLong now = new AtomicLong();
    private final LocalStreamDirectory directory = new LocalStreamDirectory(Succession.DEFAULT, now::get);
    private Future<Void> moved = Future.succeededFuture();
    /** Its claims and announcements are tried again until a partition has {@link #moved}. */
    private final StreamDirectory moving = new ForwardingDirectory(directory) {
        @Override
        public Future<Claim> claim(ClaimRequest request) {
            return moved.compose(there -> super.claim(request));
        }

        @Override
        public Future<StreamRecord> announce(StreamRecord record) {
            return moved.compose(there -> super.announce(record));
        }
    };

    private final EmbeddedChannel time = new EmbeddedChannel();
    private Future<Void> sure = Future.succeededFuture();
    private Runnable asked = () -> {}; // runs as a claim is made, ahead of its answer
    private final Run first = new Run();
    private final Run second = new Run();
    private final RelayOwnership firstNode = node("n1", first);
    private final RelayOwnership secondNode = node("n2", second);

    private static final class Run implements RelayRun {
        private int starts;
        private boolean runs;
        private boolean ranTwice;
        private boolean isBroken;

        @Override
        public void start() {
            if (isBroken) {
                throw new IllegalStateException("broken");
            }
            ranTwice |= runs;
            starts++;
            runs = true;
        }

        @Override
        public void stop() {
            runs = false;
        }
    }

    @AfterEach
    void noneRanTwice() {
        assertThat(first.ranTwice || second.ranTwice).isFalse();
    }

    private RelayOwnership node(String nodeId, Run run) {
        return node(nodeId, run, directory);
    }

    private RelayOwnership node(String nodeId, Run run, StreamDirectory directory) {
        return new RelayOwnership(
                "cam",
                directory,
                () -> sure,
                key -> {
                    asked.run();
                    return new ClaimRequest(key, nodeId, "127.0.0.1", 19_350, "", ClaimPolicy.REFUSE, 0, nodeId, 0);
                },
                LIFE,
                time.eventLoop(),
                run);
    }

    private void tick(RelayOwnership node) {
        node.tick();
        time.runPendingTasks();
    }

    private void pass(Duration span) {
        now.addAndGet(span.toNanos());
        time.advanceTimeBy(span.toNanos(), TimeUnit.NANOSECONDS);
        time.runScheduledPendingTasks();
        time.runPendingTasks();
    }

    @Test
    void oneOfTwoRunsIt() {
        tick(firstNode);
        tick(secondNode);
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(2));
            tick(firstNode);
            tick(secondNode);
        }
        assertThat(first.runs).isTrue();
        assertThat(first.starts).isEqualTo(1);
        assertThat(second.starts).isZero();
    }

    @Test
    void theOtherTakesOverWithinTheLifeOfTheClaim() {
        time.freezeTime();
        tick(firstNode);
        pass(LIFE.minusSeconds(1));
        tick(secondNode);
        assertThat(second.runs).isFalse();
        pass(Duration.ofSeconds(2));
        tick(secondNode);
        assertThat(first.runs).as("it was silent for too long").isFalse();
        assertThat(second.runs).isTrue();
    }

    @Test
    void whoGivesItUpIsFollowedAtOnce() {
        tick(firstNode);
        var _ = firstNode.close();
        time.runPendingTasks();
        assertThat(first.runs).isFalse();
        tick(secondNode);
        assertThat(second.runs).isTrue();
        tick(firstNode);
        assertThat(first.starts).isEqualTo(1);
    }

    @Test
    void ofTwoThatRunItWhenASplitHealsTheLowerOneStopsAsSoonAsItHears() {
        var otherHalf = new LocalStreamDirectory(Succession.DEFAULT, now::get);
        var there = node("n2", second, otherHalf);
        tick(firstNode);
        tick(there);
        assertThat(first.runs && second.runs).isTrue();
        var key = RelayOwnership.key("cam");
        there.ownedBy(directory.find(key).await().orElseThrow());
        firstNode.ownedBy(otherHalf.find(key).await().orElseThrow());
        time.runPendingTasks();
        assertThat(first.runs).isFalse();
        assertThat(second.runs).as("the one that the rule names").isTrue();
    }

    @Test
    void aTryBeforeTheNodeCanClaimIsNotItsLast() {
        var ready = new AtomicBoolean();
        var early = new RelayOwnership(
                "cam",
                directory,
                () -> sure,
                key -> {
                    if (!ready.get()) {
                        throw new IllegalStateException("the relay port is not there yet");
                    }
                    return new ClaimRequest(key, "n1", "127.0.0.1", 19_350, "", ClaimPolicy.REFUSE, 0, "n1", 0);
                },
                LIFE,
                time.eventLoop(),
                first);
        tick(early);
        ready.set(true);
        tick(early);
        assertThat(first.runs).isTrue();
    }

    @Test
    void aNodeThatSleptClaimsItWhenItKnowsOfTheOthers() {
        Promise<Void> reunited = Promise.promise();
        sure = reunited.future();
        tick(firstNode);
        tick(firstNode);
        assertThat(first.runs).isFalse();
        reunited.complete();
        time.runPendingTasks();
        assertThat(first.runs).isTrue();
    }

    /** The first node has the relay, and asks again when it slept for 9 s. */
    private Promise<Void> sleepAndAsk() {
        time.freezeTime();
        tick(firstNode);
        Promise<Void> reunited = Promise.promise();
        sure = reunited.future();
        pass(LIFE.minusSeconds(3));
        tick(firstNode);
        return reunited;
    }

    @Test
    void aNodeThatSleptIsNotConfirmedByItsOwnHalf() {
        var reunited = sleepAndAsk();
        pass(Duration.ofSeconds(4));
        assertThat(first.runs).as("the others have given it up").isFalse();
        sure = Future.succeededFuture();
        tick(secondNode);
        reunited.complete();
        time.runPendingTasks();
        assertThat(first.starts).isEqualTo(1);
        assertThat(second.runs).isTrue();
    }

    @Test
    void aNodeThatSleptGoesOnWhenItWasNotGivenUp() {
        sleepAndAsk().complete();
        time.runPendingTasks();
        pass(Duration.ofSeconds(4));
        assertThat(first.runs).isTrue();
        assertThat(first.starts).isEqualTo(1);
    }

    @Test
    void aFaultOfOursIsInTheLogAndADirectoryThatIsAwayIsNot() {
        try (var log = LogCapture.of(RelayOwnership.class)) {
            sure = Future.failedFuture(new DirectoryUnavailableException("away"));
            tick(firstNode);
            assertThat(log.errors()).isEmpty();
            sure = Future.succeededFuture();
            first.isBroken = true;
            tick(firstNode);
            assertThat(log.errors()).containsExactly("relay=cam is neither claimed nor announced");
            assertThat(log.stackTraces()).isEqualTo(1);
        }
    }

    private void assertClaimsNothing(Function<RelayOwnership, Future<?>> letGo) {
        Promise<Void> reunited = Promise.promise();
        sure = reunited.future();
        tick(firstNode);
        var _ = letGo.apply(firstNode);
        time.runPendingTasks();
        reunited.complete();
        time.runPendingTasks();
        assertThat(directory.find(RelayOwnership.key("cam")).await()).isEmpty();
        assertThat(first.starts).isZero();
    }

    @Test
    void aNodeThatStopsBeforeItKnowsOfTheOthersClaimsNothing() {
        assertClaimsNothing(RelayOwnership::close);
    }

    @Test
    void aNodeThatGivesItUpBeforeItKnowsOfTheOthersClaimsNothing() {
        assertClaimsNothing(RelayOwnership::release);
    }

    @Test
    void whatIsGrantedWhenItsNodeHasGivenItUpIsGivenBackUntilItClaimsAgain() {
        asked = () -> {
            var _ = firstNode.release();
        };
        tick(firstNode);
        assertThat(first.starts).isZero();
        asked = () -> {};
        tick(secondNode);
        assertThat(second.runs).isTrue();
        var _ = secondNode.close();
        tick(firstNode);
        assertThat(first.runs).isTrue();
    }

    /** The first node gives the relay up while what it asks for waits. */
    private void assertFollowedAtOnce(RelayOwnership node) {
        Promise<Void> settled = Promise.promise();
        moved = settled.future();
        tick(node);
        var given = node.release();
        time.runPendingTasks();
        assertThat(first.runs).isFalse();
        assertThat(given.isComplete()).isFalse();
        settled.complete();
        time.runPendingTasks();
        assertThat(given.succeeded()).isTrue();
        tick(secondNode);
        assertThat(second.runs).isTrue();
    }

    @Test
    void whoGivesItUpWithAClaimUnderWayIsFollowedAtOnce() {
        assertFollowedAtOnce(node("n1", first, moving));
    }

    @Test
    void whoGivesItUpWithAnAnnouncementUnderWayIsFollowedAtOnce() {
        var node = node("n1", first, moving);
        tick(node);
        assertFollowedAtOnce(node);
    }

    @Test
    void aNodeThatStartedAnewHasItsOwnAgain() {
        tick(firstNode);
        var again = new Run();
        tick(node("n1", again));
        assertThat(again.runs).isTrue();
        tick(firstNode);
        assertThat(first.runs).isFalse();
    }
}
