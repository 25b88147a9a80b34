package dev.headwater.server.relay;

import dev.headwater.cluster.StreamRecord;
import io.netty.util.concurrent.EventExecutor;

/** Opens the way to a stream's owner. */
@FunctionalInterface
public interface Upstreams {
    /**
     * Opens an upstream. {@code events} are called on {@code loop}, never before this returns.
     *
     * @param loop of the pull; this is called on it
     * @param record the owner, as the directory knows it
     * @param seen what this node knows of the stream: the owner raises its own above it
     */
    Upstream open(EventExecutor loop, StreamRecord record, Seen seen, UpstreamEvents events);
}
