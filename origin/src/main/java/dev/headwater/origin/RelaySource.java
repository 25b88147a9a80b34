package dev.headwater.origin;

import dev.headwater.media.hub.LiveStream;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.server.relay.Epoch;
import dev.headwater.server.relay.RelayGreeting;
import dev.headwater.server.relay.Seen;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.rtmp.PlayGreeting;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** The relay port's answer to pulling nodes: what is published here, with its epoch, and nothing else. Thread-safe. */
final class RelaySource implements StreamSource, PlayGreeting {
    private final LocalPublications publications;
    private final LeaseKeeper leases;

    RelaySource(LocalPublications publications, LeaseKeeper leases) {
        this.publications = publications;
        this.leases = leases;
    }

    @Override
    public Future<Optional<LiveStream>> open(PlayRequest request) {
        var publication = publications.get(request.key());
        if (publication == null || publication.lease().lapsed()) {
            return Future.succeededFuture(Optional.empty());
        }
        Seen seen = Seen.parse(request.query());
        Future<Void> ready = seen.epoch().number() > publication.epoch()
                ? leases.raiseAbove(publication, seen.epoch().number())
                : Future.succeededFuture();
        return ready.map(nothing -> Optional.of(publication.stream()));
    }

    @Override
    public Map<String, AmfValue> of(LiveStream stream) {
        var publication = publications.get(stream.key());
        if (publication == null || publication.stream() != stream) {
            return Map.of();
        }
        var record = publication.record();
        return new RelayGreeting(Epoch.of(record), record.timelineMs()).properties();
    }
}
