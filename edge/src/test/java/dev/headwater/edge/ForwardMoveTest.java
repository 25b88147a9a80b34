package dev.headwater.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An origin that asks a publisher that it has to move, in virtual time. */
class ForwardMoveTest {
    private final ForwardRig rig = new ForwardRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anOriginThatAsksToMoveIsLeftAtTheNextKeyFrameWithoutLoss() {
        var leaving = rig.live("o1", "o2");
        leaving.events.moveAsked();
        rig.inter(2);
        assertThat(leaving.closed).isFalse();
        rig.key(3);
        rig.inter(4);
        rig.origins.last().events.accepted(6);
        rig.inter(5);
        assertThat(ForwardRig.numbers(leaving)).containsExactly(0, 1, 2);
        assertThat(ForwardRig.numbers(rig.origins.last())).containsExactly(3, 4, 5);
        assertThat(rig.dropped()).isZero();
    }

    @Test
    void anOriginThatAsksToMoveBeforeItTakesTheStreamIsLeftAtTheFirstKeyFrame() {
        rig.start("o1", "o2");
        var leaving = rig.origins.last();
        leaving.events.moveAsked();
        leaving.events.accepted(1);
        rig.time.runPendingTasks();
        rig.key(1);
        assertThat(leaving.closed).isTrue();
        rig.origins.last().events.accepted(2);
        assertThat(leaving.sent).isEmpty();
        assertThat(ForwardRig.numbers(rig.origins.last())).containsExactly(1);
        assertThat(rig.dropped()).isZero();
    }

    @Test
    void anOriginThatAsksToMoveIsLeftAtTheNextSoundWhileTheCameraIsOff() {
        var leaving = rig.live("o1", "o2");
        rig.sounds(Duration.ofSeconds(6));
        leaving.events.moveAsked();
        rig.time.runPendingTasks();
        rig.sound(7);
        assertThat(leaving.closed).isTrue();
    }

    @Test
    void noOtherOriginIsAskedBeforeTheOneThatIsLeftHasReadItsLastFrames() {
        var leaving = rig.live("o1", "o2");
        Promise<Void> read = Promise.promise();
        leaving.read = read.future();
        leaving.events.moveAsked();
        rig.inter(2);
        rig.key(3);
        rig.inter(4);
        assertThat(leaving.closed).isTrue();
        assertThat(rig.origins.count()).isEqualTo(1);
        read.complete();
        rig.time.runPendingTasks();
        assertThat(rig.origins.count()).isEqualTo(2);
        rig.origins.last().events.accepted(6);
        rig.inter(5);
        assertThat(ForwardRig.numbers(rig.origins.last())).containsExactly(3, 4, 5);
        assertThat(rig.dropped()).isZero();
    }

    @Test
    void anOriginThatAsksToMoveKeepsTheStreamUntilThereIsAnother() {
        var leaving = rig.live("o1");
        leaving.events.moveAsked();
        rig.inter(2);
        rig.key(3);
        rig.advanceWithBytes(ForwardRig.SETTINGS.maxBackoff().multipliedBy(2));
        rig.key(4);
        assertThat(leaving.closed).isFalse();
        rig.announce("o2");
        rig.advanceWithBytes(ForwardRig.SETTINGS.maxBackoff());
        rig.inter(5);
        rig.key(6);
        assertThat(leaving.closed).isTrue();
        rig.origins.last().events.accepted(6);
        assertThat(ForwardRig.numbers(leaving)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(ForwardRig.numbers(rig.origins.last())).containsExactly(6);
        assertThat(rig.dropped()).isZero();
    }
}
