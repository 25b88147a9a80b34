package dev.headwater.edge;

import static dev.headwater.edge.ForwardState.ASKING;
import static dev.headwater.edge.ForwardState.BACKING_OFF;
import static dev.headwater.edge.ForwardState.LIVE;
import static dev.headwater.edge.ForwardState.OVER;
import static dev.headwater.edge.ForwardState.RESUMING;
import static dev.headwater.edge.ForwardState.SEEKING;
import static dev.headwater.edge.ForwardState.SIGNING_OFF;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of the package's drawing. */
class ForwardStateTest {
    private static Set<ForwardState> after(ForwardState state) {
        return switch (state) {
            case SEEKING -> Set.of(ASKING, BACKING_OFF, OVER);
            case ASKING -> Set.of(ASKING, LIVE, RESUMING, SIGNING_OFF, BACKING_OFF, OVER);
            case BACKING_OFF -> Set.of(SEEKING, OVER);
            case RESUMING -> Set.of(LIVE, SIGNING_OFF, SEEKING, BACKING_OFF, OVER);
            case LIVE, SIGNING_OFF -> Set.of(SEEKING, BACKING_OFF, OVER);
            case OVER -> Set.of();
        };
    }

    @Test
    void theseStepsAreMadeAndNoOthers() {
        for (var from : ForwardState.values()) {
            for (var to : ForwardState.values()) {
                assertThat(from.canBecome(to))
                        .as("%s to %s", from, to)
                        .isEqualTo(after(from).contains(to));
            }
        }
    }

    @Test
    void theStreamIsAtAnOriginFromTheTimeThatOneTakesIt() {
        for (var state : ForwardState.values()) {
            assertThat(state.isPlaced())
                    .as(state.name())
                    .isEqualTo(Set.of(RESUMING, LIVE, SIGNING_OFF).contains(state));
        }
    }
}
