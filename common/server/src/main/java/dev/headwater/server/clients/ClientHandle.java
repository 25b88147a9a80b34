package dev.headwater.server.clients;

import dev.headwater.media.StreamKey;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.flight.FlightLog;
import dev.headwater.server.role.Protocol;
import dev.headwater.server.tracing.Trace;
import dev.headwater.server.tracing.TraceSpan;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A client's handle among the {@link Clients}: the number by which operators find it, and what is noted of it. Confined to its event loop. */
public final class ClientHandle {
    /** Streams by which it is found when it is over; one that publishes more one after the other is found by the first. */
    private static final int MAX_STREAMS = 8;

    private final long number;
    private final Instant since = Instant.now();
    private final FlightLog log;
    private final Trace root;
    private final Set<StreamKey> published = new LinkedHashSet<>();

    private TraceSpan wayIn = TraceSpan.NONE;

    /**
     * @param number unique on the node
     * @param root where the trace of its way in begins
     */
    public ClientHandle(long number, FlightLog log, Trace root) {
        this.number = number;
        this.log = log;
        this.root = root;
    }

    long number() {
        return number;
    }

    /** For logs: what its id in the API ends with. */
    public String id() {
        return Clients.id(number);
    }

    /**
     * Its way in is traced from now on, until {@link #wayIn} ends.
     *
     * @param protocol or port
     * @param traceparent of the node that it is; empty if it is none
     */
    public Trace trace(String protocol, String traceparent) {
        wayIn = root.at(traceparent).serve(protocol, since);
        return wayIn.trace();
    }

    /** The span up to its first frame. What is noted meanwhile is noted there too. */
    public TraceSpan wayIn() {
        return wayIn;
    }

    /**
     * Something happened to it, for operators.
     *
     * @param text no token, no key
     */
    public void note(String what, String text) {
        log.note(what, text);
        wayIn.note(what, text);
    }

    /** It may publish a stream, by which its flight is found. */
    public void publishes(StreamKey key) {
        if (published.size() < MAX_STREAMS) {
            published.add(key);
        }
    }

    /** What happened to it so far. */
    public Flight flight(boolean over, Flight.Bytes bytes) {
        return new Flight(Optional.of(number), published, over, log.forgotten(), bytes, log.events());
    }

    /** As in {@link ClientSnapshot}. */
    public ClientSnapshot snapshot(
            Protocol protocol, String peer, String software, boolean slowed, List<ClientUse> uses) {
        return new ClientSnapshot(number, protocol, peer, software, since, slowed, uses);
    }
}
