package dev.headwater.loadtest.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChurnTest {
    /** One edge after the other for 20 runs of 15 turns; then all three in each second of 20 runs, and the second one had players yet. */
    @Test
    void eachEdgeHasItsPullsByTheTurnsThatItHas() {
        assertThat(IntStream.range(0, 3).map(edge -> Churn.comings(edge, Churn.TURNS)))
                .containsExactly(17, 16, 16);
        assertThat(IntStream.range(0, 3).map(edge -> Churn.comings(edge, 16))).containsExactly(1, 1, 0);
    }
}
