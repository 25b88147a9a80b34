package dev.headwater.server.relay;

import static dev.headwater.server.relay.PullRig.KEY;
import static dev.headwater.server.relay.PullRig.OWNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.metrics.NodeMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnerSearchTest {
    private static final StreamRecord NEXT = PullRig.record(2, "o2");

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final FakeDirectory directory = new FakeDirectory();
    private final Owners owners = new Owners(time.eventLoop(), () -> {});
    private final List<StreamRecord> found = new ArrayList<>();
    private final List<StreamRecord> changed = new ArrayList<>();
    private int foundNobody;
    private final OwnerSearch search = new OwnerSearch(
            KEY,
            time.eventLoop(),
            directory,
            owners,
            new PullJournal(
                    KEY,
                    FlightRecorder.OFF.log(),
                    new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("me", "z", "edge", "test"))),
            new OwnerSearch.Seeker() {
                @Override
                public void found(StreamRecord owner) {
                    found.add(owner);
                }

                @Override
                public void foundNobody() {
                    foundNobody++;
                }

                @Override
                public void recordChanged(StreamRecord record) {
                    changed.add(record);
                }
            });

    @BeforeEach
    void freeze() {
        time.freezeTime();
    }

    private void ask() {
        search.start();
        time.runPendingTasks();
    }

    private void waitInVain() {
        time.advanceTimeBy(NodesView.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        time.runScheduledPendingTasks();
    }

    @Test
    void whomTheDirectoryNamesIsFound() {
        directory.says(OWNED);
        search.start();
        assertThat(search.isAsking()).isTrue();
        time.runPendingTasks();
        assertThat(search.isAsking()).isFalse();
        assertThat(found).containsExactly(OWNED);
        assertThat(owners.named()).contains(OWNED);
    }

    @Test
    void anOwnerThatTheDirectoryDoesNotNameAnyMoreIsForgotten() {
        owners.name(OWNED);
        ask();
        assertThat(foundNobody).isOne();
        assertThat(owners.named()).isEmpty();
    }

    @Test
    void theLastWordOfADirectoryThatFailsStands() {
        directory.fails(new IllegalStateException("no data member"));
        ask();
        assertThat(foundNobody).isOne();
        owners.name(OWNED);
        ask();
        assertThat(found).containsExactly(OWNED);
    }

    @Test
    void theLastWordOfADirectoryThatIsSilentStands() {
        owners.name(OWNED);
        directory.fallsSilent();
        ask();
        assertThat(found).isEmpty();
        waitInVain();
        assertThat(found).containsExactly(OWNED);
    }

    @Test
    void aFirstAnswerIsWaitedFor() {
        directory.fallsSilent();
        ask();
        waitInVain();
        assertThat(search.isAsking()).isTrue();
        assertThat(foundNobody).isZero();
        directory.speaks(OWNED);
        time.runPendingTasks();
        assertThat(found).containsExactly(OWNED);
    }

    @Test
    void aLateAnswerIsToldIfItIsNews() {
        owners.name(OWNED);
        directory.fallsSilent();
        ask();
        ask();
        search.stop();
        waitInVain();
        directory.speaks(OWNED);
        time.runPendingTasks();
        assertThat(changed).isEmpty();

        directory.fallsSilent();
        ask();
        search.stop();
        directory.speaks(NEXT);
        time.runPendingTasks();
        assertThat(changed).containsExactly(NEXT);
        assertThat(found).isEmpty();
        assertThat(owners.named()).as("until it is pulled").contains(OWNED);
    }
}
