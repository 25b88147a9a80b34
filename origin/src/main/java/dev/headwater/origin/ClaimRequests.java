package dev.headwater.origin;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.server.role.Forwarded;
import java.util.function.IntSupplier;

/**
 * Claims in the name of this node. Thread-safe.
 *
 * @param relayPort known once the relay port is open
 */
record ClaimRequests(String nodeId, String relayHost, IntSupplier relayPort, String zone) {
    ClaimRequest of(StreamKey key, ClaimPolicy policy, Forwarded publisher, long ownEpoch) {
        return new ClaimRequest(
                key,
                nodeId,
                relayHost,
                relayPort.getAsInt(),
                zone,
                policy,
                publisher.seenEpoch(),
                publisher.publisherId(),
                ownEpoch);
    }

    /** Whether {@code record} came of a claim like these. One of another node of this name has another address. */
    boolean made(StreamRecord record) {
        return record.originId().equals(nodeId)
                && record.relayHost().equals(relayHost)
                && record.relayPort() == relayPort.getAsInt();
    }
}
