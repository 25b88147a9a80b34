package dev.headwater.server.relay;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.server.role.PublishRequest;

/** Opens the way of a publisher to an origin. */
@FunctionalInterface
public interface Downstreams {
    /**
     * Publishes in the name of a publisher. {@code events} are called on its loop, never before this returns.
     *
     * @param request called on its loop
     * @param seenEpoch the last epoch in which it was published, 0 for none
     * @param publisherId one of a kind, the same for every attempt
     */
    Downstream open(
            NodeRecord origin, PublishRequest request, String publisherId, long seenEpoch, DownstreamEvents events);
}
