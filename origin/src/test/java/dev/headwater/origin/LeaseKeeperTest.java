package dev.headwater.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.relay.RelayAddress;
import dev.headwater.server.role.Forwarded;
import dev.headwater.testkit.LogCapture;
import io.vertx.core.Future;
import java.time.Duration;
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
    void theNodeDoesNotStayForWhoWaitedForItToBeWhereTheOthersAreAndLeft() {
        var broadcaster = new Origin.Broadcaster();
        origin.directory.apart();
        origin.pass(Duration.ofSeconds(7));
        origin.admit(broadcaster);
        broadcaster.left.complete();

        Future<?> closed = origin.leases.close();
        origin.run();

        assertThat(closed.succeeded()).isTrue();
        assertThat(origin.directory.find(Origin.KEY).result()).isEmpty();
    }

    @Test
    void aNameThatComesBackWithTheOtherHalfOfASplitIsReleasedAgain() {
        var publication = origin.publish();
        var asOthersHaveIt = publication.record();
        publication.end(EndReason.UNPUBLISHED);

        origin.directory.announce(asOthersHaveIt);

        assertThat(origin.directory.find(Origin.KEY).result()).isEmpty();
    }

    @Test
    void aNameThatIsAboutToBePublishedHereIsNotReleased() {
        origin.directory.holdAnswers();
        origin.admit(new Origin.Broadcaster());
        origin.admit(new Origin.Broadcaster());
        origin.directory.answer(1);
        origin.directory.announce(origin.directory.standing(Origin.KEY));
        origin.directory.answerAll();
        origin.run();
        assertThat(origin.directory.find(Origin.KEY).result()).isPresent();
    }

    @Test
    void theStreamOfANamesakeIsLeftAlone() {
        var request = origin.requests.of(Origin.KEY, ClaimPolicy.TAKEOVER, Forwarded.NOT, 0);
        var namesake = new ClaimRequests(
                request.originId(), () -> new RelayAddress("192.0.2.2", request.relayPort()), request.zone());
        origin.directory.claim(namesake.of(Origin.KEY, ClaimPolicy.TAKEOVER, Forwarded.NOT, 0));
        assertThat(origin.directory.find(Origin.KEY).result()).isPresent();
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
