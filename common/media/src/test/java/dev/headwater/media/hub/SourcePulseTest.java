package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A stream that other hubs fan out does not make their players wait twice, in virtual time. */
class SourcePulseTest extends OneLoop {
    @Override
    FanoutSettings fanout() {
        return new FanoutSettings(Duration.ofMillis(350), Duration.ofMillis(350));
    }

    @Override
    Hub hub(Hub ofTheNode) {
        return ofTheNode.ofSources();
    }

    @Test
    void videoLeavesAtOnceWhereThePlayersOfTheAppWaitForIt() {
        startAvcAac();
        pass(Duration.ofMillis(350));
        var player = joined();
        send(key(0));
        assertThat(player.got()).hasSize(4);
        send(sound(10));
        assertThat(player.got()).hasSize(4);
        send(inter(40));
        assertThat(after(4, player)).isEqualTo(gots(sound(10), inter(40)));
    }

    @Test
    void audioAloneWaitsNoLongerThanItWouldForVideo() {
        startAvcAac();
        pass(Duration.ofMillis(350));
        var player = joined();
        send(key(0));
        send(sound(10));
        pass(FanoutSettings.VIDEO_AT_ONCE);
        assertThat(after(4, player)).isEqualTo(gots(sound(10)));
    }

    @Test
    void aShorterDelayIsLeftAlone() {
        assertThat(FanoutSettings.UNGATHERED.withVideoAtOnce()).isEqualTo(FanoutSettings.UNGATHERED);
    }
}
