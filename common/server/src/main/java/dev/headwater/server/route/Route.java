package dev.headwater.server.route;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.media.StreamKey;
import java.util.List;

/** Where a stream is best played. */
public sealed interface Route {
    /** @param edges the best first; never empty. The stream's owner where there is no edge */
    record Edges(StreamKey key, String zone, List<NodeRecord> edges) implements Route {
        public Edges {
            edges = List.copyOf(edges);
        }
    }

    /** It may be live or not: who asks may not play it. */
    record Closed() implements Route {}

    /** Nobody publishes it. */
    record Unknown() implements Route {}

    /** It is live, but no node takes players now, or the cluster cannot be asked. */
    record NoEdge(String reason) implements Route {}
}
