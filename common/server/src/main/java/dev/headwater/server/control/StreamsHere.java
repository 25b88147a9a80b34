package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import dev.headwater.server.flight.Flight;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/** The streams of a node as its role has them. Thread-safe. */
public interface StreamsHere {
    /** Those that are live here now: published, or pulled. */
    Collection<StreamKey> keys();

    StreamPlace place(StreamKey key);

    /** What happened to the node's pulls of the stream, the oldest first. Completes on any thread. */
    Future<List<Flight>> flights(StreamKey key);

    /**
     * Ends whoever publishes the stream at this node: he is told and his connection is closed, here or at the node that
     * brought him. The answer is how many there were. Completes on any thread.
     */
    Future<Integer> kick(StreamKey key);
}
