package dev.headwater.origin;

import com.hazelcast.core.Hazelcast;
import dev.headwater.cluster.Succession;
import dev.headwater.cluster.TestSettings;
import dev.headwater.cluster.hazelcast.HazelcastCluster;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.history.Call;
import dev.headwater.testkit.lab.ChildSide;
import dev.headwater.testkit.lab.MemberSight;
import dev.headwater.testkit.lab.Seat;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An origin with its crowd, in a process of its own; or an edge, where they only ask. */
public final class OriginProcess {
    private OriginProcess() {}

    /** @param args a {@link Seat}, then the announce interval and the record's and the tombstone's life in ms, and the crowd's seed */
    public static void main(String[] args) throws Exception {
        Seat seat = Seat.of(args);
        List<Long> rest = Seat.rest(args).stream().map(Long::valueOf).toList();
        var succession = new Succession(
                Duration.ofMillis(rest.get(0)), Duration.ofMillis(rest.get(1)), Duration.ofMillis(rest.get(2)));
        HazelcastCluster cluster = HazelcastCluster.join(TestSettings.of(seat, succession))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        Consumer<Call> history = call -> ChildSide.tell(CallLine.of(call));
        var origin = new WitnessedOrigin(
                seat.node(),
                new Witness(seat.node(), cluster.streams(), history),
                OriginCrowd::policy,
                OriginRole.leaseLife(succession.recordLife()),
                history);
        var _ = Executors.newSingleThreadScheduledExecutor()
                .scheduleAtFixedRate(
                        origin::announce, 0, succession.announceInterval().toMillis(), TimeUnit.MILLISECONDS);
        var crowd = new OriginCrowd(origin, !seat.edge(), new Random(rest.get(3)));
        ChildSide.serve(
                MemberSight.of(Hazelcast.getAllHazelcastInstances().iterator().next()),
                command -> obey(cluster, crowd, command).toCompletionStage());
        System.exit(0); // the parent is gone
    }

    private static Future<List<String>> obey(HazelcastCluster cluster, OriginCrowd crowd, List<String> command) {
        return switch (command.getFirst()) {
            case "begin" -> {
                crowd.begin();
                yield Future.succeededFuture(List.of());
            }
            case "calm" -> {
                crowd.calmDown();
                yield Future.succeededFuture(List.of());
            }
            case "end" -> {
                crowd.end();
                yield Future.succeededFuture(List.of());
            }
            case "find" ->
                cluster.streams()
                        .find(new StreamKey(command.get(1), command.get(2)))
                        .map(found -> List.of(CallLine.of(found.map(Witness::epoch))));
            default -> Future.failedFuture(new IOException("unknown command " + command));
        };
    }
}
