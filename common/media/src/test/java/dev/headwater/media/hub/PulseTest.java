package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.Payloads;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which frames wait for which, in virtual time. */
class PulseTest extends OneLoop {
    @Override
    FanoutSettings fanout() {
        return new FanoutSettings(Duration.ofMillis(40), Duration.ofMillis(350));
    }

    private FakePlayer watching() {
        startAvcAac();
        pass(Duration.ofMillis(40));
        var player = joined();
        send(key(0));
        assertThat(player.got()).hasSize(4);
        pulses.clear();
        return player;
    }

    @Test
    void videoLeavesAtOnceAndTakesTheWaitingAudioAlong() {
        var player = watching();
        int flushes = player.flushes();
        int writes = player.writes();
        send(sound(10));
        pass(Duration.ofMillis(20));
        send(sound(33));
        assertThat(player.got()).as("audio waits").hasSize(4);
        send(inter(40));
        assertThat(after(4, player)).isEqualTo(gots(sound(10), sound(33), inter(40)));
        assertThat(player.flushes()).isEqualTo(flushes + 1);
        assertThat(player.writes()).as("one buffer for all three").isEqualTo(writes + 1);
        assertThat(pulses).containsExactly(PulseReason.VIDEO);
    }

    @Test
    void audioWaitsNoLongerThanTheDelay() {
        var player = watching();
        send(sound(10));
        pass(Duration.ofMillis(30));
        send(sound(33));
        pass(Duration.ofMillis(9));
        assertThat(player.got()).hasSize(4);
        pass(Duration.ofMillis(1));
        assertThat(after(4, player)).isEqualTo(gots(sound(10), sound(33)));
        assertThat(pulses).containsExactly(PulseReason.MAX_DELAY);
    }

    @Test
    void anAudioOnlyStreamPulsesAtTheDelay() {
        send(AAC);
        pass(Duration.ofMillis(40));
        var player = joined();
        pulses.clear();
        for (int ms = 0; ms < 1_000; ms += 20) {
            send(sound(ms));
            pass(Duration.ofMillis(20));
        }
        assertThat(pulses).hasSize(25).containsOnly(PulseReason.MAX_DELAY);
        assertThat(player.got()).hasSize(1 + 50);
    }

    @Test
    void aHeaderAloneWaitsForItsFrame() {
        var player = watching();
        byte[] other = Payloads.avcSequenceHeader();
        other[other.length - 1]++;
        send(video(40, other));
        assertThat(player.got()).hasSize(4);
        send(key(40));
        assertThat(player.got()).hasSize(6);
    }

    @Test
    void whatWaitsLeavesBeforeTheEnd() {
        var player = watching();
        send(sound(10));
        stream.end(EndReason.UNPUBLISHED);
        assertThat(after(4, player)).isEqualTo(gots(sound(10)));
        assertThat(player.ends()).containsExactly(EndReason.UNPUBLISHED);
        pass(Duration.ofSeconds(1));
        assertThat(player.got()).hasSize(5);
    }

    @Test
    void aPlayerThatJoinsMeanwhileGetsWhatWaitsOnce() {
        watching();
        send(sound(10));
        var late = joined();
        assertThat(late.got()).as("headers and the key frame").hasSize(4);
        send(inter(40));
        assertThat(after(4, late)).isEqualTo(gots(sound(10), inter(40)));
    }
}
