package dev.headwater.edge;

import dev.headwater.media.StreamKey;
import dev.headwater.server.clients.Clients;
import dev.headwater.server.control.StreamPlace;
import dev.headwater.server.control.StreamsHere;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.relay.Pulls;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What an edge tells of its streams: pulled for its players, or brought to an origin by its publishers. Thread-safe. */
final class EdgeStreams implements StreamsHere {
    private final Pulls pulls;
    private final Supplier<Clients> clients;

    /** @param clients of the port for broadcasters and players */
    EdgeStreams(Pulls pulls, Supplier<Clients> clients) {
        this.pulls = pulls;
        this.clients = clients;
    }

    @Override
    public Collection<StreamKey> keys() {
        return pulls.keys();
    }

    @Override
    public StreamPlace place(StreamKey key) {
        return new StreamPlace(0, pulls.stateOf(key), pulls.parentOf(key), pulls.intakeOf(key), Optional.empty());
    }

    @Override
    public Future<List<Flight>> flights(StreamKey key) {
        return pulls.flights(key);
    }

    /** Kicks the publishers that this edge forwards: one may be between two origins, so that no origin could kick it. */
    @Override
    public Future<Integer> kick(StreamKey key) {
        return clients.get().kickPublishers(key);
    }
}
