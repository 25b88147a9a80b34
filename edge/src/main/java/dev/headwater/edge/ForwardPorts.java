package dev.headwater.edge;

import dev.headwater.cluster.NodesView;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.relay.Downstreams;
import java.util.random.RandomGenerator;

/** What a forwarded publish stands on. */
record ForwardPorts(
        NodesView nodes, OriginChoice choice, Downstreams downstreams, NodeMetrics metrics, RandomGenerator random) {}
