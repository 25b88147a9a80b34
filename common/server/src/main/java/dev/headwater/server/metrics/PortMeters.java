package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** What the connections of one RTMP port count; tag {@code port} is {@code rtmp} or {@code relay}. Thread-safe. */
public final class PortMeters {
    public final LiveCount connections;
    public final LiveCount publishers;
    public final LiveCount players;
    public final Counter acceptedConnections;
    public final Counter receivedBytes;
    public final Counter sentBytes;

    private final ReasonCounters rejected;

    PortMeters(MeterRegistry registry, String port) {
        var tags = Tags.of("port", port);
        connections =
                new LiveCount(registry, "headwater.connections", "RTMP connections that are open", "connections", tags);
        publishers = new LiveCount(registry, "headwater.publishers", "Publishers that are live", "publishers", tags);
        players = new LiveCount(registry, "headwater.players", "Players that are playing", "players", tags);
        acceptedConnections = Counter.builder("headwater.connection.accepted")
                .description("RTMP connections that were accepted")
                .tags(tags)
                .register(registry);
        receivedBytes = Counter.builder("headwater.received.bytes")
                .description("Bytes received from RTMP peers")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        sentBytes = Counter.builder("headwater.sent.bytes")
                .description("Media bytes handed to the sockets of RTMP players")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        rejected = new ReasonCounters(reason -> Counter.builder("headwater.connection.rejected")
                .description("Peers that were refused or closed for a fault of theirs, by reason")
                .tags(tags.and("reason", reason))
                .register(registry));
    }

    public void connectionOpened() {
        acceptedConnections.increment();
        connections.increment();
    }

    public void connectionClosed() {
        connections.decrement();
    }

    /** @param reason a name from a closed set, such as {@code ProtocolError}'s; counted in lower case */
    public void rejected(String reason) {
        rejected.count(reason);
    }
}
