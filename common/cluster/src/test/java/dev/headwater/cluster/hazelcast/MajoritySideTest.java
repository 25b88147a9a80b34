package dev.headwater.cluster.hazelcast;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MajoritySideTest {
    private final MajoritySide side = new MajoritySide(Duration.ofSeconds(15));

    @Test
    void twoOfThreeAreTheMajorityAndOneIsNot() {
        side.had(3, 0);
        assertThat(side.holds(2, 0)).isTrue();
        assertThat(side.holds(1, 0)).isFalse();
    }

    @Test
    void oneOfTwoIsNot() {
        side.had(2, 0);
        assertThat(side.holds(1, 0)).isFalse();
    }

    @Test
    void membersThatVanishOneByOneAreCountedTogether() {
        side.had(5, SECONDS.toNanos(1));
        side.had(4, SECONDS.toNanos(2));
        assertThat(side.holds(3, SECONDS.toNanos(3))).isTrue();
        side.had(3, SECONDS.toNanos(4));
        assertThat(side.holds(2, SECONDS.toNanos(5))).isFalse();
    }

    @Test
    void anOldSizeIsForgotten() {
        side.had(5, 0);
        side.had(3, SECONDS.toNanos(16));
        assertThat(side.holds(2, SECONDS.toNanos(16))).isTrue();
    }
}
