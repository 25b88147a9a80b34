package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A loop with more to do than it can: pulses stretch, and crowds come in slices. In virtual time. */
class LoadedLoopTest extends CostlyLoop {
    @Override
    FanoutSettings fanout() {
        return new FanoutSettings(Duration.ofMillis(40), Duration.ofMillis(350));
    }

    @Test
    void aLoopThatCanKeepPaceSendsEachFrameAtOnce() {
        watching(25); // 25 ms of every 40
        play(100);
        assertThat(pulses).hasSize(100).containsOnly(PulseReason.VIDEO);
    }

    @Test
    void aLoopThatCannotSendsLessOftenAndLosesNothing() {
        var crowd = watching(60); // 60 ms of every 40
        play(100);
        assertThat(pulses).contains(PulseReason.STRETCH).hasSizeBetween(30, 60);
        assertThat(longestWaitNanos)
                .isLessThanOrEqualTo(Duration.ofMillis(350 + 60).toNanos());
        assertThat(crowd).allSatisfy(player -> assertThat(player.queue.got()).hasSize(3 + 100));
        assertThat(dropped).hasValue(0);
    }

    @Test
    void aCrowdStartsBySlicesBetweenWhichTheLoopIsFree() {
        startAvcAac();
        send(key(0));
        pass(Duration.ofSeconds(1));
        var crowd = crowd(100);
        assertThat(started(crowd)).isEqualTo(5);
        assertThat(waitingToStart).isEqualTo(95);
        send(inter(40));
        assertThat(crowd.getFirst().queue.got())
                .as("who plays is served meanwhile")
                .hasSize(3 + 2);
        pass(Duration.ofMillis(10));
        assertThat(started(crowd)).isBetween(10L, 20L);
        pass(Duration.ofSeconds(2));
        assertThat(started(crowd)).isEqualTo(100);
        assertThat(waitingToStart).isZero();
        assertThat(crowd.getLast().queue.got()).isEqualTo(crowd.getFirst().queue.got());
    }

    private static long started(List<Costly> crowd) {
        return crowd.stream().filter(player -> !player.queue.got().isEmpty()).count();
    }

    @Test
    void thoseWhoWaitToStartHearOfTheEnd() {
        startAvcAac();
        var crowd = crowd(20);
        stream.end(EndReason.UNPUBLISHED);
        assertThat(crowd).allSatisfy(player -> assertThat(player.queue.ends()).containsExactly(EndReason.UNPUBLISHED));
        assertThat(waitingToStart).isZero();
        assertThat(stream.players()).isZero();
    }

    @Test
    void whoLeavesBeforeItsTurnIsNotStarted() {
        startAvcAac();
        crowd(5);
        var place = new Costly();
        var subscription = stream.join(place, format, channel.eventLoop());
        subscription.leave();
        pass(Duration.ofSeconds(1));
        assertThat(place.queue.got()).isEmpty();
        assertThat(stream.players()).isEqualTo(5);
    }
}
