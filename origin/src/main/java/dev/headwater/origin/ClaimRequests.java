package dev.headwater.origin;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.server.relay.RelayAddress;
import dev.headwater.server.role.Forwarded;
import java.util.function.Supplier;

/**
 * Claims in the name of this node. Thread-safe.
 *
 * @param relay where this node's relay port is; its number is 0 until it is open, and no claim can be made before
 */
record ClaimRequests(String nodeId, Supplier<RelayAddress> relay, String zone) {
    /** @throws IllegalArgumentException if the relay port is not open yet */
    ClaimRequest of(StreamKey key, ClaimPolicy policy, Forwarded publisher, long ownEpoch) {
        var address = relay.get();
        return new ClaimRequest(
                key,
                nodeId,
                address.host(),
                address.port(),
                zone,
                policy,
                publisher.seenEpoch(),
                publisher.publisherId(),
                ownEpoch);
    }

    /** Whether {@code record} came of a claim like these. One of another node of this name has another address. */
    boolean made(StreamRecord record) {
        return record.originId().equals(nodeId)
                && relay.get().equals(new RelayAddress(record.relayHost(), record.relayPort()));
    }
}
