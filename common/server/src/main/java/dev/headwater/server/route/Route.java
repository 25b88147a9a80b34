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

    /** Who asks may not play the stream, and is not told whether it is live. */
    record Closed() implements Route {}

    /** Nobody publishes the stream. */
    record Unknown() implements Route {}

    /** The stream is live, but no node takes players now; or the cluster cannot be asked. */
    record NoEdge(String reason) implements Route {}
}
