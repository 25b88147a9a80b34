package dev.headwater.server.relay;

import dev.headwater.server.tracing.Trace;
import io.netty.util.concurrent.EventExecutor;

/** Opens the way to a node that has a stream. */
@FunctionalInterface
public interface Upstreams {
    /**
     * Opens an upstream. {@code events} are called on {@code loop}, never before this returns.
     *
     * @param loop of the pull; this is called on it
     * @param target whom to ask
     * @param request what to tell: an owner raises its epoch and timeline above what was seen
     * @param trace of the pull, to tell of
     */
    Upstream open(EventExecutor loop, PullTarget target, PullRequest request, Trace trace, UpstreamEvents events);
}
