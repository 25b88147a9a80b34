package dev.headwater.server.flight;

import dev.headwater.media.StreamKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A session as its log tells it.
 *
 * @param client its number, see {@code ClientSnapshot}; empty for a pull of this node
 * @param streams that it published, or pulled
 * @param over whether it has ended
 * @param forgotten events before these that had to give way
 * @param bytes how far it has come
 */
public record Flight(
        Optional<Long> client,
        Set<StreamKey> streams,
        boolean over,
        long forgotten,
        Bytes bytes,
        List<FlightEvent> events) {
    public Flight {
        streams = Set.copyOf(streams);
        events = List.copyOf(events);
    }

    /**
     * Counts since the handshake.
     *
     * @param received from the client
     * @param acknowledged by it, as it said last: modulo 2^32, and many say nothing
     * @param queued for it, and not yet with the kernel
     */
    public record Bytes(long received, long acknowledged, long queued) {
        public static final Bytes NONE = new Bytes(0, 0, 0);
    }
}
