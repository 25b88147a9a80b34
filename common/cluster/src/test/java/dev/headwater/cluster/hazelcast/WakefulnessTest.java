package dev.headwater.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WakefulnessTest {
    private static final UUID O2 = UUID.randomUUID();
    private static final UUID O3 = UUID.randomUUID();

    private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(20); // System.nanoTime may overflow
    private final Wakefulness wakefulness = new Wakefulness(now);
    private Set<UUID> inSight = Set.of(O2, O3);

    @BeforeEach
    void isHereForAWhile() {
        stayAwake(20);
    }

    private void stayAwake(int seconds) {
        for (int second = 0; second < seconds; second++) {
            sleep(1);
            wakefulness.awake(inSight, now);
        }
    }

    private void sleep(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void whoIsAwakeKnowsWhoIsThere() {
        assertThat(wakefulness.isSure(now)).isTrue();
        assertThat(wakefulness.hasLost()).isFalse();
    }

    @Test
    void whoHasJustComeDoesNotKnowWhoIsThere() {
        var newcomer = new Wakefulness(now);
        newcomer.awake(inSight, now);
        assertThat(newcomer.isSure(now)).isFalse();
    }

    @Test
    void whoIsAskedBeforeItNoticesThatItSleptIsNotSure() {
        sleep(7);
        assertThat(wakefulness.isSure(now)).isFalse();
    }

    @Test
    void whoSleptIsSureWhenTheOthersAreBackOrStayAway() {
        sleep(7);
        stayAwake(15);
        assertThat(wakefulness.isSure(now)).isFalse();
        stayAwake(2);
        assertThat(wakefulness.isSure(now)).isTrue();
    }

    @Test
    void aPauseThatTheOthersBearIsNoSleep() {
        sleep(4);
        stayAwake(1);
        assertThat(wakefulness.isSure(now)).isTrue();
    }

    @Test
    void whoIsAboutToMergeIsNotSure() {
        wakefulness.merging();
        assertThat(wakefulness.isSure(now)).isFalse();
        wakefulness.merged();
        assertThat(wakefulness.isSure(now)).isTrue();
    }

    @Test
    void aLossIsForgottenAfterAWhileAwake() {
        inSight = Set.of(O2);
        stayAwake(10);
        assertThat(wakefulness.hasLost()).isTrue();
        stayAwake(7);
        assertThat(wakefulness.hasLost()).isFalse();
    }

    @Test
    void aLossJustBeforeASleepIsNotForgotten() {
        inSight = Set.of(O2);
        stayAwake(5);
        sleep(3_600);
        stayAwake(1);
        assertThat(wakefulness.hasLost()).isTrue();
    }

    @Test
    void whoeverTookTheOthersPlaceItIsALoss() {
        inSight = Set.of(O2, UUID.randomUUID());
        stayAwake(1);
        assertThat(wakefulness.hasLost()).isTrue();
    }

    @Test
    void aMergeMakesUpForALoss() {
        inSight = Set.of();
        stayAwake(1);
        wakefulness.merged();
        inSight = Set.of(UUID.randomUUID());
        stayAwake(1);
        assertThat(wakefulness.hasLost()).isFalse();
    }
}
