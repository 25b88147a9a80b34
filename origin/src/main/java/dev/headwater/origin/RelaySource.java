package dev.headwater.origin;

import dev.headwater.media.hub.LiveStream;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.rtmp.PlayGreeting;
import io.vertx.core.Future;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay port's answer to pulling nodes: what is published here, with its epoch, and nothing else. Thread-safe. */
final class RelaySource implements StreamSource, PlayGreeting {
    private static final Logger LOG = LoggerFactory.getLogger(RelaySource.class);

    private final LocalPublications publications;

    RelaySource(LocalPublications publications) {
        this.publications = publications;
    }

    @Override
    public Future<PlayDecision> open(PlayRequest request) {
        return publications
                .find(request.key())
                .compose(found -> found.map(publication -> serve(publication, request))
                        .orElse(Future.succeededFuture(PlayDecision.NOT_FOUND)));
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
        return publication == null ? Map.of() : publication.greeting().properties();
    }
}
