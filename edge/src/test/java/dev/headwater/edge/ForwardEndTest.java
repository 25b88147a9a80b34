package dev.headwater.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.StatusCode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a publisher at an edge and its stream at the origin end, in virtual time. */
class ForwardEndTest {
    private final ForwardRig rig = new ForwardRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aGoodbyeIsPassedOn() {
        var origin = rig.live("o1");
        rig.forward.end(EndReason.UNPUBLISHED);
        assertThat(origin.goodbye).isTrue();
        assertThat(origin.closed).isTrue();
    }

    @Test
    void anOriginIsToldThatItsPublisherHasVanished() {
        var origin = rig.live("o1");
        rig.forward.end(EndReason.PUBLISHER_LOST);
        assertThat(origin.goodbye).isFalse();
        assertThat(origin.publisherLost).isTrue();
        assertThat(origin.closed).isTrue();
    }

    @Test
    void whoIsSentAwaySinceThisNodeStopsHasNotVanished() {
        var origin = rig.live("o1");
        rig.forward.end(EndReason.SHUTDOWN);
        assertThat(origin.publisherLost).isFalse();
        assertThat(origin.closed).isTrue();
    }

    @Test
    void anOriginThatIsLeftIsNotToldOfThePublisher() {
        var origin = rig.live("o1");
        rig.advance(Duration.ofSeconds(5)); // no byte comes from it
        assertThat(origin.closed).isTrue();
        assertThat(origin.publisherLost).isFalse();
    }

    @Test
    void aKickHereIsAGoodbyeAtTheOrigin() {
        var origin = rig.live("o1");
        rig.forward.end(EndReason.KICKED);
        assertThat(origin.goodbye).isTrue();
        assertThat(origin.closed).isTrue();
    }

    @Test
    void aKickAtTheOriginEndsThePublisher() {
        rig.live("o1").events.ended(EndReason.KICKED);
        assertThat(rig.ends).containsExactly(EndReason.KICKED);
        assertThat(rig.origins.count()).isEqualTo(1);
    }

    @Test
    void aPublisherThatVanishesWhileItIsHeldIsForgotten() {
        rig.live("o1").events.lost("reset");
        rig.forward.end(EndReason.PUBLISHER_LOST);
        rig.advance(Duration.ofSeconds(40));
        assertThat(rig.origins.count()).isEqualTo(1);
        assertThat(rig.ends).isEmpty();
    }

    // ---- a goodbye while no origin has the stream

    @Test
    void aGoodbyeIsSaidThroughTheNextOriginWhenItsViewersAreThere() {
        rig.live("o1", "o2").events.lost("killed");
        rig.time.runPendingTasks();
        rig.forward.end(EndReason.UNPUBLISHED);
        rig.time.runPendingTasks();
        var next = rig.origins.last();
        next.events.accepted(6);
        assertThat(next.goodbye).as("before the viewers are back").isFalse();
        rig.advanceWithBytes(Duration.ofSeconds(1));
        assertThat(next.goodbye).isTrue();
        assertThat(next.closed).isTrue();
        assertThat(rig.forward.state()).isEqualTo(ForwardState.OVER);
        assertThat(rig.ends).as("told to a publisher that left").isEmpty();
    }

    @Test
    void aGoodbyeBeforeTheFirstKeyFrameAtTheNextOriginWaitsForTheViewersToo() {
        rig.live("o1", "o2").events.lost("killed");
        rig.time.runPendingTasks();
        var next = rig.origins.last();
        next.events.accepted(6);
        assertThat(rig.forward.state()).isEqualTo(ForwardState.RESUMING);
        rig.forward.end(EndReason.UNPUBLISHED);
        assertThat(rig.forward.state()).isEqualTo(ForwardState.SIGNING_OFF);
        assertThat(next.goodbye).isFalse();
        rig.advanceWithBytes(Duration.ofSeconds(1));
        assertThat(next.goodbye).isTrue();
    }

    @Test
    void aGoodbyeIsNotSaidForWhoHasTakenTheStreamOver() {
        rig.live("o1", "o2").events.lost("killed");
        rig.time.runPendingTasks();
        rig.forward.end(EndReason.UNPUBLISHED);
        rig.origins.last().events.refused(StatusCode.PUBLISH_BAD_NAME, "taken over");
        assertThat(rig.forward.state()).isEqualTo(ForwardState.OVER);
        assertThat(rig.ends).isEmpty();
    }

    @Test
    void aGoodbyeThatNoOriginTakesIsForgottenWithTheHold() {
        rig.live("o1").events.lost("killed");
        rig.time.runPendingTasks();
        rig.forward.end(EndReason.UNPUBLISHED);
        for (int half = 0; half < 2 * 32; half++) {
            if (!rig.origins.last().closed) {
                rig.origins.last().events.lost("nobody is there");
            }
            rig.advance(Duration.ofMillis(500));
        }
        assertThat(rig.forward.state()).isEqualTo(ForwardState.OVER);
        assertThat(rig.ends).isEmpty();
    }
}
