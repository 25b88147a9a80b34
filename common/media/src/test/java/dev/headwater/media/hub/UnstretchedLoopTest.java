package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A loop with more to do than it can, told never to hold frames back. In virtual time. */
class UnstretchedLoopTest extends CostlyLoop {
    @Override
    FanoutSettings fanout() {
        return new FanoutSettings(Duration.ofMillis(40), Duration.ZERO);
    }

    @Test
    void eachFrameIsSentByItself() {
        var crowd = watching(60); // 60 ms of every 40
        play(50);
        assertThat(pulses).hasSize(50).containsOnly(PulseReason.VIDEO);
        assertThat(crowd).allSatisfy(player -> assertThat(player.queue.got()).hasSize(3 + 50));
    }
}
