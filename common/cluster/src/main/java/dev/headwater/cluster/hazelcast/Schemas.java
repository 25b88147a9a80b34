package dev.headwater.cluster.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.HeldStreams;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.NodeUses;
import dev.headwater.cluster.Refusals;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.cluster.Succession;
import dev.headwater.media.StreamKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Tells the cluster the schemas of all compact forms while it is whole. A member asks all others when it writes a type for the
 * first time, on the thread that writes: were that a partition's thread in the first seconds of a split, or while a member is
 * frozen, it would answer nobody for ten seconds.
 */
final class Schemas {
    private Schemas() {}

    /** Blocks. */
    static void tell(HazelcastInstance hazelcast) {
        var key = new StreamKey("schema", "schema");
        var request = new ClaimRequest(key, "schema", "schema", 1, "", ClaimPolicy.TAKEOVER, 0, "", 0);
        var record = new StreamRecord(key, "", "", 0, 1, Instant.EPOCH, 0, 0, "", "", "");
        var node = new NodeRecord(
                "schema",
                NodeRecord.ORIGIN,
                "",
                0,
                NodeRecord.Hosts.all("schema"),
                NodeRecord.Ports.NONE,
                0,
                false,
                HeldStreams.NONE,
                Refusals.NONE);
        for (Object form : List.of(
                record,
                node,
                new NodeUses("schema", Map.of()),
                new ClaimStep(request, Instant.EPOCH, Duration.ZERO, Succession.DEFAULT),
                new RecordStep(RecordStep.Verb.COPY, record, Succession.DEFAULT),
                new Ping())) {
            hazelcast.getPartitionService().getPartition(form); // of a key like that: serialises it, and no more
        }
    }
}
