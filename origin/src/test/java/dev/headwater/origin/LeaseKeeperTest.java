package dev.headwater.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.testkit.LogCapture;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
    private final Origin origin = new Origin();

    @Test
    void aRoundThatFailsIsOneLine() {
        origin.publish();
        origin.publish(new StreamKey("live", "two"));
        origin.directory.goAway();
        try (var log = LogCapture.of(LeaseKeeper.class)) {
            origin.leases.announceAll();
            origin.run();
            assertThat(log.lines()).singleElement().asString().startsWith("WARN 2 of 2 streams not announced");
        }
    }

    @Test
    void theNodeStaysUntilItsReleasesAreAnswered() {
        var publication = origin.publish();
        origin.directory.holdAnswers();
        publication.end(EndReason.SHUTDOWN);

        Future<?> closed = origin.leases.close();
        assertThat(closed.isComplete()).isFalse();

        origin.directory.answerAll();
        assertThat(closed.succeeded()).isTrue();
    }

    @Test
    void aClaimThatIsAnsweredDuringTheStopIsReleased() {
        var broadcaster = new Origin.Broadcaster();
        origin.directory.holdAnswers();
        origin.admit(broadcaster);
        Future<?> closed = origin.leases.close();
        origin.directory.answerAll();
        origin.run();
        assertThat(closed.succeeded()).isTrue();
        assertThat(broadcaster.ends).containsExactly(EndReason.SHUTDOWN);
        assertThat(origin.directory.find(Origin.KEY).result()).isEmpty();
    }
}
