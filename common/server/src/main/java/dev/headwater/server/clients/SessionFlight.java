package dev.headwater.server.clients;

import dev.headwater.media.StreamKey;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.flight.FlightLog;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What is noted of one client, for operators. Confined to the client's event loop. */
public final class SessionFlight {
    /** Streams by which it is found when it is over; one that publishes more one after the other is found by the first. */
    private static final int MAX_STREAMS = 8;

    private final FlightLog log;
    private final Set<StreamKey> published = new LinkedHashSet<>();

    SessionFlight(FlightLog log) {
        this.log = log;
    }

    /** @param text no token, no key */
    public void note(String what, String text) {
        log.note(what, text);
    }

    /** It may publish a stream, by which the flight is found. */
    public void publishes(StreamKey key) {
        if (published.size() < MAX_STREAMS) {
            published.add(key);
        }
    }

    public Flight snapshot(long number, boolean over, Flight.Bytes bytes) {
        return new Flight(Optional.of(number), published, over, log.forgotten(), bytes, log.events());
    }
}
