package dev.headwater.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.role.PublishDecision;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom a forward asks until its publisher is let in, in virtual time. */
class OriginSearchTest {
    private final ForwardRig rig = new ForwardRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anOriginThatTakesThePublisherMakesItLive() {
        var decision = rig.start("o1");
        assertThat(rig.forward.state()).isEqualTo(ForwardState.ASKING);
        assertThat(decision.isComplete()).isFalse();
        rig.origins.last().events.accepted(5);
        assertThat(decision.result()).isEqualTo(new PublishDecision.Granted(rig.forward));
        assertThat(rig.forward.state()).isEqualTo(ForwardState.LIVE);
        assertThat(rig.forward.epoch()).isEqualTo(5);
    }

    @Test
    void anOriginThatDrainsIsPassedOver() {
        var decision = rig.start("o1", "o2");
        var first = rig.origins.last();
        first.events.refused(StatusCode.PUBLISH_REJECTED, "this node drains");
        assertThat(rig.origins.last().originId).isNotEqualTo(first.originId);
        rig.origins.last().events.accepted(1);
        assertThat(decision.result()).isInstanceOf(PublishDecision.Granted.class);
    }

    @Test
    void anOriginThatIsFullIsPassedOver() {
        var decision = rig.start("o1", "o2");
        var first = rig.origins.last();
        first.events.refused(StatusCode.PUBLISH_DENIED, "no more are taken now");
        assertThat(rig.origins.last().originId).isNotEqualTo(first.originId);
        rig.origins.last().events.accepted(1);
        assertThat(decision.result()).isInstanceOf(PublishDecision.Granted.class);
    }

    @Test
    void aRefusalOfTheNameIsThePublishersAnswer() {
        var decision = rig.start("o1", "o2");
        rig.origins.last().events.refused(StatusCode.PUBLISH_BAD_NAME, "already published");
        assertThat(decision.result())
                .isEqualTo(new PublishDecision.Refused(StatusCode.PUBLISH_BAD_NAME, "already published"));
        assertThat(rig.origins.count()).isEqualTo(1);
    }

    @Test
    void anOriginThatDoesNotAnswerIsPassedOverAndNobodyIsAskedTwice() {
        var decision = rig.start("o1", "o2");
        for (int asked = 1; asked <= 2; asked++) {
            rig.origins.last().events.alive(); // and waits for the directory
            rig.advance(Duration.ofMillis(2_900));
            assertThat(rig.origins.count()).isEqualTo(asked);
            rig.advance(Duration.ofMillis(200));
        }
        assertThat(decision.result())
                .isEqualTo(new PublishDecision.Refused(StatusCode.STREAM_FAILED, "no origin can be reached now"));
        assertThat(rig.forward.state()).isEqualTo(ForwardState.OVER);
    }

    @Test
    void theOneAfterAnOriginThatIsLostAtOnceIsNotWaitedForWithoutAnEnd() {
        rig.origins.failAtOnce(1);
        var decision = rig.start("o1", "o2");
        assertThat(rig.origins.count()).isEqualTo(2);
        rig.advance(Duration.ofMillis(3_100));
        assertThat(rig.origins.last().closed).isTrue();
        assertThat(decision.result())
                .isEqualTo(new PublishDecision.Refused(StatusCode.STREAM_FAILED, "no origin can be reached now"));
    }

    @Test
    void whereAllAreLostAtOnceThePublisherIsRefused() {
        rig.origins.failAtOnce(3);
        var decision = rig.start("o1", "o2", "o3");
        assertThat(decision.result()).isInstanceOf(PublishDecision.Refused.class);
        rig.advance(Duration.ofSeconds(4));
        assertThat(rig.origins.count()).isEqualTo(3);
    }

    @Test
    void anOriginThatDoesNotSayAWordIsPassedOverSoonAndAskedLastFromThenOn() {
        var decision = rig.start("o1", "o2", "o3");
        var frozen = rig.origins.last();
        rig.advance(Duration.ofMillis(600));
        assertThat(frozen.closed).isTrue();
        assertThat(rig.origins.last().originId).isNotEqualTo(frozen.originId);
        rig.origins.last().events.accepted(1);
        assertThat(decision.result()).isInstanceOf(PublishDecision.Granted.class);
        assertThat(rig.choice.inOrder(rig.nodes.nodes().result(), "").getLast().nodeId())
                .isEqualTo(frozen.originId);
    }

    @Test
    void originsThatDoNotSayAWordAreAskedOnceMoreWithPatience() {
        var decision = rig.start("o1", "o2");
        var first = rig.origins.last().originId;
        rig.advance(Duration.ofMillis(1_200));
        assertThat(rig.origins.count()).isEqualTo(3);
        assertThat(rig.origins.last().originId).isEqualTo(first);
        rig.advance(Duration.ofSeconds(2));
        assertThat(rig.origins.count()).isEqualTo(3);
        rig.origins.last().events.accepted(1);
        assertThat(decision.result()).isInstanceOf(PublishDecision.Granted.class);
    }

    @Test
    void theOnlyOriginHasAllTheTimeThereIs() {
        rig.start("o1");
        rig.advance(Duration.ofMillis(2_900));
        assertThat(rig.origins.last().closed).isFalse();
    }

    @Test
    void aPublisherThatLeavesBeforeTheAnswerIsNotPublished() {
        rig.start("o1");
        rig.left.complete();
        rig.time.runPendingTasks();
        assertThat(rig.origins.last().closed).isTrue();
        assertThat(rig.forward.state()).isEqualTo(ForwardState.OVER);
    }
}
