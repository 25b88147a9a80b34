package dev.headwater.cluster;

import dev.headwater.media.StreamKey;

/**
 * A node's wish to own a stream.
 *
 * @param seenEpoch the highest epoch that this node has seen for the name, 0 if none
 */
public record ClaimRequest(
        StreamKey key, String originId, String relayHost, int relayPort, String zone, ClaimPolicy policy, long seenEpoch) {}
