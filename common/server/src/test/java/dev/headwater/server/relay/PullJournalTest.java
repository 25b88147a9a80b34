package dev.headwater.server.relay;

import static dev.headwater.server.relay.PullRig.KEY;
import static dev.headwater.server.relay.PullRig.ONE;
import static dev.headwater.server.relay.PullRig.OWNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.hub.EndReason;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.tracing.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullJournalTest {
    private static final RelayGreeting GREETING = new RelayGreeting(ONE, 0, List.of("o1", "e7"));

    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("me", "z", "edge", "test"));
    private final FlightRecorder recorder =
            new FlightRecorder(100, 10_000, Duration.ofMinutes(1), 10, System::nanoTime);
    private final PullJournal journal = new PullJournal(KEY, recorder.log(), metrics);

    @Test
    void theFlightTellsWhatHappenedInItsOrder() {
        journal.wanted(Trace.NONE);
        journal.entered(PullState.IDLE, PullState.RESOLVING);
        journal.entered(PullState.RESOLVING, PullState.PULLING);
        journal.greeted(GREETING);
        journal.entered(PullState.PULLING, PullState.LIVE);
        journal.moved(new Epoch(2, "o2"));
        journal.risen(new Epoch(3, "o1"));
        journal.lost(PullState.LIVE, EndReason.UPSTREAM_LOST, "silent");
        journal.ended(PullState.BACKING_OFF, EndReason.UPSTREAM_LOST, "not back in time");
        journal.entered(PullState.BACKING_OFF, PullState.OVER);

        var flight = journal.flight(true);
        assertThat(flight.over()).isTrue();
        assertThat(flight.streams()).containsExactly(KEY);
        assertThat(flight.events())
                .extracting(event -> event.what() + " " + event.text())
                .containsExactly(
                        "pull resolving",
                        "pull pulling",
                        "greeted epoch=1@o1 path=[o1, e7]",
                        "pull live",
                        "moved epoch=2@o2",
                        "risen epoch=3@o1",
                        "lost UPSTREAM_LOST: silent",
                        "ended UPSTREAM_LOST: not back in time",
                        "pull over");
    }

    @Test
    void aPullThatIsMerelyTriedForAnotherNodeDoesNotFail() {
        journal.lost(PullState.PULLING, EndReason.UPSTREAM_LOST, "no connection");
        assertThat(journal.isOfThisNode()).isFalse();
        assertThat(metrics.failedPulls.count()).isZero();

        journal.playerWaits();
        journal.lost(PullState.PULLING, EndReason.UPSTREAM_LOST, "no connection");
        assertThat(journal.isOfThisNode()).isTrue();
        assertThat(metrics.failedPulls.count()).isOne();
    }

    @Test
    void theWayToTheStreamIsTimedOnce() {
        journal.wanted(Trace.NONE);
        journal.greeted(GREETING);
        journal.greeted(GREETING);
        assertThat(metrics.pullSetup.count()).isOne();
        assertThat(journal.isOfThisNode()).isTrue();
    }

    @Test
    void theWayBackToTheOwnerIsNoDetour() {
        journal.changed(PullTarget.detour(OWNED, PullRig.NEAR));
        journal.changed(PullTarget.owner(OWNED));
        assertThat(metrics.detours.count()).isOne();
    }
}
