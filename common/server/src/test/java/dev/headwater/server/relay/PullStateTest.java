package dev.headwater.server.relay;

import static dev.headwater.server.relay.PullState.BACKING_OFF;
import static dev.headwater.server.relay.PullState.IDLE;
import static dev.headwater.server.relay.PullState.LINGERING;
import static dev.headwater.server.relay.PullState.LIVE;
import static dev.headwater.server.relay.PullState.OVER;
import static dev.headwater.server.relay.PullState.PULLING;
import static dev.headwater.server.relay.PullState.RESOLVING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every step of a pull, and that there is no other. */
class PullStateTest {
    private static final Map<PullState, Set<PullState>> STEPS = Map.of(
            IDLE, Set.of(RESOLVING, OVER),
            RESOLVING, Set.of(PULLING, BACKING_OFF, LIVE, OVER),
            BACKING_OFF, Set.of(RESOLVING, PULLING, LIVE, OVER),
            PULLING, Set.of(LIVE, BACKING_OFF, OVER),
            LIVE, Set.of(LINGERING, PULLING, RESOLVING, BACKING_OFF, OVER),
            LINGERING, Set.of(LIVE, RESOLVING, BACKING_OFF, OVER),
            OVER, Set.of());

    @ParameterizedTest
    @EnumSource
    void aPullTakesTheseStepsAndNoOther(PullState state) {
        assertThat(PullState.values())
                .filteredOn(state::canBecome)
                .containsExactlyInAnyOrderElementsOf(STEPS.get(state));
    }
}
