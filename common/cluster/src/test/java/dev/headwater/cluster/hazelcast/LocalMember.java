package dev.headwater.cluster.hazelcast;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.Records;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.cluster.TestSettings;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.lab.ChildJvm;
import dev.headwater.testkit.lab.MemberSight;
import dev.headwater.testkit.lab.Seat;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A member in this process; killed, it closes its sockets as a dead process does. Thread-safe. */
final class LocalMember implements DirectoryMember {
    private final String nodeId;
    private final HazelcastCluster cluster;
    private final MemberSight sight;

    private LocalMember(String nodeId, HazelcastCluster cluster) {
        this.nodeId = nodeId;
        this.cluster = cluster;
        this.sight = MemberSight.of(cluster.hazelcast());
    }

    static CompletableFuture<LocalMember> start(Seat seat, Succession succession) {
        return stage(HazelcastCluster.join(TestSettings.of(seat, succession)))
                .thenApply(cluster -> new LocalMember(seat.node(), cluster));
    }

    @Override
    public String nodeId() {
        return nodeId;
    }

    @Override
    public CompletableFuture<Claim> claim(StreamKey key, ClaimPolicy policy, long ownEpoch) {
        return stage(cluster.streams().claim(Records.claim(key, nodeId, policy, ownEpoch)));
    }

    @Override
    public CompletableFuture<StreamRecord> announce(StreamRecord record) {
        return stage(cluster.streams().announce(record));
    }

    @Override
    public CompletableFuture<Void> release(StreamRecord record) {
        return stage(cluster.streams().release(record));
    }

    @Override
    public CompletableFuture<Optional<StreamRecord>> find(StreamKey key) {
        return stage(cluster.streams().find(key));
    }

    @Override
    public CompletableFuture<Sight> sight() {
        return CompletableFuture.completedFuture(sight.now());
    }

    @Override
    public CompletableFuture<Boolean> safe() {
        return CompletableFuture.supplyAsync(sight::isSafe);
    }

    @Override
    public void kill() {
        cluster.terminate();
    }

    @Override
    public Optional<ChildJvm> process() {
        return Optional.empty();
    }

    private static <T> CompletableFuture<T> stage(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture();
    }
}
