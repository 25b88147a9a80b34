package dev.headwater.server.relay;

import static dev.headwater.server.relay.PullRig.ONE;
import static dev.headwater.server.relay.PullRig.OWNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.StreamRecord;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnersTest {
    private static final StreamRecord RISEN = PullRig.record(3, "o1");
    private static final StreamRecord NEXT = PullRig.record(2, "o2");

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final AtomicInteger timesOver = new AtomicInteger();
    private final Owners owners = new Owners(time.eventLoop(), timesOver::incrementAndGet);

    @BeforeEach
    void freeze() {
        time.freezeTime();
    }

    private void taken() {
        owners.name(OWNED);
        owners.take(ONE);
    }

    private void advanceMs(int span) {
        time.advanceTimeBy(span, TimeUnit.MILLISECONDS);
        time.runScheduledPendingTasks();
    }

    @Test
    void everyRecordIsNewsToWhoKnowsNone() {
        assertThat(owners.surpassesNamed(OWNED)).isTrue();
        assertThat(owners.surpassesSeen(OWNED)).isTrue();
        assertThat(owners.surpassesNext(OWNED)).isTrue();
        assertThat(owners.isNamed(OWNED)).isFalse();
    }

    @Test
    void equalNumbersAreOrderedByOrigin() {
        taken();
        assertThat(owners.surpassesNamed(PullRig.record(1, "o0"))).isFalse();
        assertThat(owners.surpassesNamed(OWNED)).isFalse();
        assertThat(owners.surpassesNamed(PullRig.record(1, "o2"))).isTrue();
    }

    /** What claims a name at an origin that has forgotten all gets its first number again. */
    @Test
    void anotherPublicationOfTheSameNumberIsNotTheOneThatIsNamed() {
        owners.name(OWNED);
        assertThat(owners.isNamed(OWNED.at(2_000, ""))).isTrue();
        assertThat(owners.isNamed(RISEN)).as("a rise").isFalse();
        assertThat(owners.isNamed(PullRig.laterClaim(1, "o1"))).isFalse();
    }

    // ---- a rise

    @Test
    void theSamePublicationAtAHigherEpochIsARise() {
        taken();
        assertThat(owners.isRise(RISEN)).isTrue();
        assertThat(owners.isRise(OWNED)).isFalse();
        assertThat(owners.isRise(PullRig.record(3, "o2"))).as("another owner").isFalse();
        assertThat(owners.isRise(PullRig.laterClaim(3, "o1")))
                .as("another publication")
                .isFalse();
    }

    @Test
    void whatTheDirectoryNamedBeforeItsFramesCameDoesNotRise() {
        taken();
        owners.name(PullRig.record(2, "o1"));
        assertThat(owners.isRise(RISEN)).isFalse();
    }

    @Test
    void anOwnerThatRisesAboveItsSuccessorIsNotLeft() {
        taken();
        owners.moveTo(NEXT);
        owners.rise(RISEN);
        assertThat(owners.isMoving()).isFalse();
        assertThat(owners.named()).contains(RISEN);
        assertThat(owners.seen()).isEqualTo(Epoch.of(RISEN));
        advanceMs(1_000);
        assertThat(timesOver).hasValue(0);
    }

    // ---- who is next

    @Test
    void anOwnerThatIsLeftHasAMomentThatFurtherMovesDoNotProlong() {
        taken();
        owners.moveTo(NEXT);
        advanceMs(150);
        assertThat(owners.surpassesNext(NEXT)).isFalse();
        owners.moveTo(RISEN);
        assertThat(timesOver).hasValue(0);
        advanceMs(50);
        assertThat(timesOver).hasValue(1);
        assertThat(owners.leave()).contains(RISEN);
        assertThat(owners.leave()).isEmpty();
    }

    @Test
    void aSuccessorThatAnotherWayHasReachedIsNamedAndNotWaitedFor() {
        taken();
        owners.moveTo(NEXT);
        owners.take(Epoch.of(NEXT));
        assertThat(owners.isMoving()).isFalse();
        assertThat(owners.named()).contains(NEXT);
        advanceMs(1_000);
        assertThat(timesOver).hasValue(0);
    }

    @Test
    void aSuccessorAboveWhatAnotherWayHasReachedIsWaitedFor() {
        taken();
        owners.moveTo(RISEN);
        owners.take(Epoch.of(NEXT));
        assertThat(owners.isMoving()).isTrue();
        assertThat(owners.named()).contains(OWNED);
    }

    @Test
    void aDirectoryThatNamesNobodyTakesNothingOfWhatWasSeen() {
        taken();
        owners.found(Optional.empty());
        assertThat(owners.named()).isEmpty();
        assertThat(owners.seen()).isEqualTo(ONE);
    }
}
