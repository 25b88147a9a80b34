package dev.headwater.origin;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClaimRequest;
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
}
