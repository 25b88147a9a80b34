package dev.headwater.cluster.hazelcast;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A member under test, in this process or another. Thread-safe. */
interface LabMember extends AutoCloseable {
    String nodeId();

    CompletableFuture<Claim> claim(StreamKey key, ClaimPolicy policy, long ownEpoch);

    CompletableFuture<StreamRecord> announce(StreamRecord record);

    CompletableFuture<Void> release(StreamRecord record);

    CompletableFuture<Optional<StreamRecord>> find(StreamKey key);

    /** Completes with how it sees its cluster. */
    CompletableFuture<Sight> sight();

    /** Ends it without a goodbye. */
    void kill();

    /** Completes with whether all backups are where they should be. */
    CompletableFuture<Boolean> safe();

    /**
     * @param members in sight
     * @param merging it is about to join another half
     */
    record Sight(int members, boolean merging) {}

    @Override
    default void close() {
        kill();
    }
}
