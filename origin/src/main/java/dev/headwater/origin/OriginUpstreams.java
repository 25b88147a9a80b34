package dev.headwater.origin;

import dev.headwater.server.relay.PullRequest;
import dev.headwater.server.relay.PullTarget;
import dev.headwater.server.relay.Upstream;
import dev.headwater.server.relay.UpstreamEvents;
import dev.headwater.server.relay.Upstreams;
import dev.headwater.server.tracing.Trace;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Where an origin pulls from: a stream that is published here comes from its publication, so that players of this node are held, and go
 * on, like those of any other; all else comes over a link. Thread-safe.
 */
final class OriginUpstreams implements Upstreams {
    /** How often a stream of this node's own says within {@code pull.silence-timeout} that it is there. */
    private static final int PULSES_PER_SILENCE = 4;

    private final String nodeId;
    private final LocalPublications publications;
    private final Supplier<Duration> silence;
    private final Upstreams links;

    /**
     * @param silence {@code pull.silence-timeout}
     * @param links to other nodes
     */
    OriginUpstreams(String nodeId, LocalPublications publications, Supplier<Duration> silence, Upstreams links) {
        this.nodeId = nodeId;
        this.publications = publications;
        this.silence = silence;
        this.links = links;
    }

    @Override
    public Upstream open(
            EventExecutor loop, PullTarget target, PullRequest request, Trace trace, UpstreamEvents events) {
        var owner = target.record();
        if (!owner.originId().equals(nodeId)) {
            return links.open(loop, target, request, trace, events);
        }
        var aliveEvery = silence.get().dividedBy(PULSES_PER_SILENCE);
        return PublicationUpstream.open(loop, publications, owner.key(), request.seen(), aliveEvery, events);
    }
}
