package dev.headwater.origin;

import dev.headwater.cluster.StreamDirectory;
import dev.headwater.media.hub.Hub;
import dev.headwater.server.metrics.NodeMetrics;

/**
 * What claims and leases of a node stand on.
 *
 * @param hub of the streams that are published here
 * @param fanout how many nodes may pull one of them from here; 0 for any number ({@code relay.fanout})
 */
record ClaimPorts(
        StreamDirectory directory,
        NodeLease node,
        LocalPublications publications,
        UnansweredCalls calls,
        ClaimRequests requests,
        Hub hub,
        int fanout,
        NodeMetrics metrics) {}
