package dev.headwater.origin;

import dev.headwater.media.hub.LiveStream;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.server.relay.PullRequest;
import dev.headwater.server.relay.Pulls;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.rtmp.PlayGreeting;
import io.vertx.core.Future;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relay port's answer to pulling nodes: what is published here, with its epoch; and for a node that cannot reach the origin
 * where it is, what this one pulls. Thread-safe.
 */
final class RelaySource implements StreamSource, PlayGreeting {
    private static final Logger LOG = LoggerFactory.getLogger(RelaySource.class);

    private final LocalPublications publications;
    private final Pulls pulls;

    RelaySource(LocalPublications publications, Pulls pulls) {
        this.publications = publications;
        this.pulls = pulls;
    }

    @Override
    public Future<PlayDecision> open(PlayRequest request) {
        return publications
                .find(request.key())
                .compose(found ->
                        found.map(publication -> serve(publication, request)).orElseGet(() -> fetch(request)));
    }

    private Future<PlayDecision> fetch(PlayRequest request) {
        return PullRequest.parse(request.query()).fetch()
                ? pulls.relay(request)
                : Future.succeededFuture(PlayDecision.NOT_FOUND);
    }

    private static Future<PlayDecision> serve(OriginPublication publication, PlayRequest request) {
        return publication.serve(request).otherwise(cause -> {
            LOG.warn("stream={} cannot rise above what a node has seen: {}", request.key(), cause.toString());
            return PlayDecision.NOT_FOUND; // the node asks again
        });
    }

    @Override
    public Map<String, AmfValue> of(LiveStream stream) {
        var publication = publications.get(stream);
        return publication == null ? pulls.of(stream) : publication.greeting().properties();
    }
}
