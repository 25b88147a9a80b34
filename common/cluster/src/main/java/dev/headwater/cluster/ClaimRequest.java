package dev.headwater.cluster;

import dev.headwater.media.StreamKey;

/**
 * A node's wish to own a stream.
 *
 * @param originId the node's id ({@code node.name})
 * @param relayHost where other nodes reach its relay port
 * @param relayPort 1 to 65535
 * @param seenEpoch the highest epoch that the publisher itself has seen for the name, 0 if none
 * @param publisherId one of a kind if the publisher may come back through another origin, so that its own claim does not
 *     stand in its way; else empty
 * @param ownEpoch the newest epoch in which the node has or had the name, 0 if it knows of none; says nothing of who may take over
 */
public record ClaimRequest(
        StreamKey key,
        String originId,
        String relayHost,
        int relayPort,
        String zone,
        ClaimPolicy policy,
        long seenEpoch,
        String publisherId,
        long ownEpoch) {

    public ClaimRequest {
        if (originId.isBlank()) {
            throw new IllegalArgumentException("claim of %s names no origin".formatted(key));
        }
        Addresses.requireHost("relay host in the claim of " + key, relayHost);
        Addresses.requirePort("relay port in the claim of " + key, relayPort);
        if (seenEpoch < 0) {
            throw new IllegalArgumentException("seen epoch %d of %s is below 0".formatted(seenEpoch, key));
        }
        if (ownEpoch < 0) {
            throw new IllegalArgumentException("own epoch %d of %s is below 0".formatted(ownEpoch, key));
        }
    }

    /** What an epoch that is granted has to be above, whatever stands in the directory. */
    long aboveEpoch() {
        return Math.max(seenEpoch, ownEpoch);
    }
}
