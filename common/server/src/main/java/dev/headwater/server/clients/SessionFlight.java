package dev.headwater.server.clients;

import dev.headwater.media.StreamKey;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.flight.FlightLog;
import dev.headwater.server.tracing.Trace;
import dev.headwater.server.tracing.TraceSpan;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What is noted of one client, for operators. Confined to the client's event loop. */
public final class SessionFlight {
    /** Streams by which it is found when it is over; one that publishes more one after the other is found by the first. */
    private static final int MAX_STREAMS = 8;

    private final FlightLog log;
    private final Trace root;
    private final Set<StreamKey> published = new LinkedHashSet<>();

    private TraceSpan wayIn = TraceSpan.NONE;

    SessionFlight(FlightLog log, Trace root) {
        this.log = log;
        this.root = root;
    }

    /**
     * Its way in is traced from now on, until {@link #wayIn} ends.
     *
     * @param protocol or port
     * @param traceparent of the node that it is; empty if it is none
     */
    public Trace trace(String protocol, Instant since, String traceparent) {
        wayIn = root.at(traceparent).serve(protocol, since);
        return wayIn.trace();
    }

    /** Up to its first frame. What is noted meanwhile is noted there too. */
    public TraceSpan wayIn() {
        return wayIn;
    }

    /** @param text no token, no key */
    public void note(String what, String text) {
        log.note(what, text);
        wayIn.note(what, text);
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
