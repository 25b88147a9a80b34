package dev.headwater.cluster;

import dev.headwater.media.StreamKey;

/**
 * A node's wish to own a stream.
 *
 * @param originId the node's id ({@code node.name})
 * @param relayHost where other nodes reach its relay port
 * @param relayPort 1 to 65535
 * @param seenEpoch the highest epoch that this node, or the publisher itself, has seen for the name, 0 if none
 * @param publisherId one of a kind if the publisher may come back through another origin, so that its own claim does not
 *     stand in its way; else empty
 */
public record ClaimRequest(
        StreamKey key,
        String originId,
        String relayHost,
        int relayPort,
        String zone,
        ClaimPolicy policy,
        long seenEpoch,
        String publisherId) {

    public ClaimRequest {
        if (originId.isBlank()) {
            throw new IllegalArgumentException("claim of %s names no origin".formatted(key));
        }
        Addresses.requireHost("relay host in the claim of " + key, relayHost);
        Addresses.requirePort("relay port in the claim of " + key, relayPort);
        if (seenEpoch < 0) {
            throw new IllegalArgumentException("seen epoch %d of %s is below 0".formatted(seenEpoch, key));
        }
    }
}
