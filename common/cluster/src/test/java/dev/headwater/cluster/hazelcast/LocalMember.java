package dev.headwater.cluster.hazelcast;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.Records;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A member in this process; killed, it closes its sockets as a dead process does. Thread-safe. */
final class LocalMember implements LabMember {
    private final String nodeId;
    private final HazelcastCluster cluster;
    private final Merges merges;

    LocalMember(String nodeId, HazelcastCluster cluster) {
        this.nodeId = nodeId;
        this.cluster = cluster;
        this.merges = Merges.of(cluster);
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
        return CompletableFuture.completedFuture(new Sight(cluster.view().members(), merges.underWay()));
    }

    @Override
    public CompletableFuture<Boolean> safe() {
        return CompletableFuture.supplyAsync(
                () -> cluster.hazelcast().getPartitionService().isClusterSafe());
    }

    @Override
    public void kill() {
        cluster.terminate();
    }

    private static <T> CompletableFuture<T> stage(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture();
    }
}
