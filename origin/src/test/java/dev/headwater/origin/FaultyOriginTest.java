package dev.headwater.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.ForwardingDirectory;
import dev.headwater.cluster.LocalStreamDirectory;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.server.role.Forwarded;
import dev.headwater.testkit.history.Call;
import dev.headwater.testkit.history.Call.Outcome;
import dev.headwater.testkit.history.HistoryChecker;
import dev.headwater.testkit.history.Sleep;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A name that is taken over from an origin that is as it should be, and from some that are not: the history of those is found wrong. */
class FaultyOriginTest {
    private static final StreamKey KEY = Origin.KEY;
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final List<Call> history = new ArrayList<>();
    private final List<Sleep> sleeps = new ArrayList<>();
    private final StreamDirectory real = new LocalStreamDirectory();
    private final EmbeddedChannel time = new EmbeddedChannel();

    /** An origin that hears nothing of what others have: its announcements stand, whatever the directory says. */
    private static final class Deaf extends ForwardingDirectory {
        Deaf(StreamDirectory real) {
            super(real);
        }

        @Override
        public Future<StreamRecord> announce(StreamRecord record) {
            return super.announce(record).map(record);
        }

        @Override
        public Watch watch(Consumer<DirectoryChange> listener) {
            return () -> {};
        }
    }

    private Witness witness(String nodeId, StreamDirectory directory) {
        return new Witness(nodeId, directory, history::add);
    }

    private WitnessedOrigin origin(String nodeId, StreamDirectory directory, Duration lease) {
        return new WitnessedOrigin(nodeId, directory, app -> ClaimPolicy.TAKEOVER, lease, history::add);
    }

    private Broadcast publish(WitnessedOrigin origin) {
        Broadcast broadcast = origin.publish(KEY, Forwarded.NOT, time.eventLoop());
        time.runPendingTasks();
        return broadcast;
    }

    private void send(Broadcast broadcast) {
        broadcast.send();
        time.runPendingTasks();
    }

    /** {@code o1}'s stream goes to {@code o2}; {@code o1} sends on, and announces. */
    private List<String> faultsOf(WitnessedOrigin o1) {
        WitnessedOrigin o2 = origin("o2", witness("o2", real), LEASE);
        Broadcast loser = publish(o1);
        send(loser);
        send(loser);
        long from = System.nanoTime();
        Broadcast winner = publish(o2);
        sleeps.add(new Sleep("o1", from, System.nanoTime(), LEASE.toNanos()));
        send(loser);
        for (WitnessedOrigin origin : List.of(o1, o2)) {
            origin.announce();
            time.runPendingTasks();
        }
        send(winner);
        send(winner);
        for (String node : List.of("o1", "o2")) {
            long asked = System.nanoTime();
            history.add(new Call(
                    node,
                    "who asks",
                    KEY.toString(),
                    asked,
                    System.nanoTime(),
                    new Outcome.Settled(real.find(KEY).result().map(Witness::epoch))));
        }
        return HistoryChecker.check(history, List.of(), sleeps);
    }

    private static void assertFound(List<String> faults, String what) {
        assertThat(faults).anySatisfy(fault -> assertThat(fault).contains(what));
    }

    @Test
    void anOriginThatEndsWhatItLostIsRight() {
        assertThat(faultsOf(origin("o1", witness("o1", real), LEASE))).isEmpty();
        assertThat(history)
                .extracting(call -> (Object) call.outcome().getClass())
                .contains(Outcome.TakenOver.class, Outcome.Confirmed.class, Outcome.Served.class);
    }

    @Test
    void anOriginThatIgnoresTheLossOfItsLeaseIsFound() {
        assertFound(
                faultsOf(origin("o1", new Deaf(witness("o1", real)), LEASE)),
                "its node learned that it had lost, and it was never told");
    }

    @Test
    void anOriginThatGoesOnSinceItsDirectoryTellsItSoIsFound() {
        var faults = faultsOf(origin("o1", witness("o1", new Deaf(real)), LEASE));
        assertFound(faults, "an epoch went back");
        assertFound(faults, "the loser never learned of it");
    }

    @Test
    void anOriginThatServesAfterASleepWithoutAWordOfOthersIsFound() {
        assertFound(
                faultsOf(origin("o1", new Deaf(witness("o1", real)), LEASE)),
                "served after a sleep what another had by then");
    }

    @Test
    void anOriginThatWaitsAfterASleepIsRight() {
        assertThat(faultsOf(origin("o1", new Deaf(witness("o1", real)), Duration.ofNanos(1))))
                .noneMatch(fault -> fault.contains("served after a sleep"));
    }
}
