package dev.headwater.edge;

import dev.headwater.cluster.NodesView;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.relay.Downstreams;
import java.util.random.RandomGenerator;

/**
 * What a forwarded publish stands on.
 *
 * @param room of all publishes that the node forwards
 */
record ForwardPorts(
        NodesView nodes,
        OriginChoice choice,
        Downstreams downstreams,
        BacklogRoom room,
        NodeMetrics metrics,
        RandomGenerator random) {}
