package dev.headwater.origin;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.control.StreamPlace;
import dev.headwater.server.control.StreamsHere;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.record.Recordings;
import dev.headwater.server.relay.Pulls;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an origin tells of its streams: published here, or pulled for its own players. Thread-safe. */
final class OriginStreams implements StreamsHere {
    private final LocalPublications publications;
    private final Pulls pulls;
    private final Recordings recordings;

    OriginStreams(LocalPublications publications, Pulls pulls, Recordings recordings) {
        this.publications = publications;
        this.pulls = pulls;
        this.recordings = recordings;
    }

    @Override
    public Collection<StreamKey> keys() {
        return Stream.concat(publications.keys().stream(), pulls.keys().stream())
                .distinct()
                .toList();
    }

    @Override
    public StreamPlace place(StreamKey key) {
        var publication = publications.get(key);
        var pull = pulls.stateOf(key);
        return publication == null
                ? new StreamPlace(0, pull, pulls.parentOf(key), pulls.intakeOf(key), Optional.empty())
                : new StreamPlace(
                        publication.epoch(),
                        pull,
                        pulls.parentOf(key),
                        publication.stream().intake(),
                        recordings.state(publication.stream()));
    }

    @Override
    public Future<List<Flight>> flights(StreamKey key) {
        return pulls.flights(key);
    }

    /** Whoever publishes: a client of this node, one that an edge brought (the edge hears it and tells him), a relay of a foreign server. */
    @Override
    public Future<Integer> kick(StreamKey key) {
        return Optional.ofNullable(publications.get(key))
                .map(publication -> publication.endByNode(EndReason.KICKED).map(stopped -> 1))
                .orElseGet(() -> Future.succeededFuture(0));
    }
}
