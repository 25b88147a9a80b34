package dev.headwater.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.testkit.Payloads;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever origins and publishers do, in whatever order: a forward takes no step that is not declared, and gets to an end. */
class ForwardHistoryTest {
    private static final int HISTORIES = 50;
    private static final int EVENTS = 40;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aPublisherThatStaysIsLiveAgainOrTold(long seed) {
        for (int history = 0; history < HISTORIES; history++) {
            var random = new Random(seed * HISTORIES + history);
            try (var rig = new ForwardRig()) {
                rig.start("o1", "o2", "o3");
                for (int event = 0; event < EVENTS; event++) {
                    happens(rig, random);
                }
                assertThat(isLiveOrToldInTheEnd(rig))
                        .as("seed %d, history %d: %s", seed, history, rig.forward.state())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aPublisherThatSaysGoodbyeIsOver(long seed) {
        for (int history = 0; history < HISTORIES; history++) {
            var random = new Random(seed * HISTORIES + history);
            try (var rig = new ForwardRig()) {
                rig.start("o1", "o2", "o3");
                for (int event = 0; event < EVENTS; event++) {
                    happens(rig, random);
                }
                rig.forward.end(EndReason.UNPUBLISHED);
                for (int event = 0; event < EVENTS; event++) {
                    originDoes(rig, random);
                }
                rig.advance(ForwardRig.SETTINGS.hold().multipliedBy(2));
                assertThat(rig.forward.state())
                        .as("seed %d, history %d", seed, history)
                        .isEqualTo(ForwardState.OVER);
            }
        }
    }

    private static void happens(ForwardRig rig, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> rig.key(0);
            case 1, 2 -> rig.inter(1);
            case 3 -> rig.forward.publish(FrameKind.AUDIO, 0, Payloads.aacFrame(1));
            default -> originDoes(rig, random);
        }
    }

    /** Also one that has been left: what it says then is not heard. */
    private static void originDoes(ForwardRig rig, Random random) {
        var events = rig.origins.last().events;
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> {
                if (rig.forward.state() == ForwardState.ASKING) {
                    events.accepted(random.nextInt(9));
                }
            }
            case 4 -> events.lost("reset");
            case 5 -> events.refused(StatusCode.STREAM_FAILED, "no room");
            case 6 -> events.ended(random.nextBoolean() ? EndReason.SHUTDOWN : EndReason.TAKEN_OVER);
            case 7 -> events.moveAsked();
            case 8 -> events.alive();
            case 9 -> rig.advance(Duration.ofMillis(50));
            case 10 -> rig.advance(Duration.ofMillis(700));
            default -> rig.advance(Duration.ofSeconds(4));
        }
        rig.time.runPendingTasks();
    }

    private static boolean isLiveOrToldInTheEnd(ForwardRig rig) {
        for (int i = 0; i < 100; i++) {
            switch (rig.forward.state()) {
                case LIVE, OVER -> {
                    return true;
                }
                case ASKING -> rig.origins.last().events.accepted(9);
                case RESUMING -> rig.key(2);
                case SEEKING, BACKING_OFF, SIGNING_OFF -> {}
            }
            rig.advance(Duration.ofMillis(50));
        }
        return false;
    }
}
