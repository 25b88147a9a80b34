package dev.headwater.server.metrics;

import dev.headwater.media.StreamKey;
import dev.headwater.server.role.Protocol;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the connections of one port count; tag {@code port} is {@code rtmp}, {@code relay} or {@code http}. Thread-safe. */
public final class PortMeters {
    public final LiveCount connections;
    public final LiveCount publishers;
    public final Counter acceptedConnections;
    public final Counter receivedBytes;

    /** Peers that were read more slowly for the work that they cause. */
    public final Counter slowedForWork;

    /** Peers that were read more slowly because they did not read. */
    public final Counter slowedForUnreadAnswers;

    private final Function<StreamKey, StreamTraffic.Share> traffic;
    private final RejectedConnections rejected;
    private final Map<Protocol, PlayMeters> plays = new EnumMap<>(Protocol.class);

    /**
     * @param traffic begins a share of a stream
     * @param protocols by which is played there
     */
    PortMeters(
            MeterRegistry registry,
            String port,
            Function<StreamKey, StreamTraffic.Share> traffic,
            Protocol... protocols) {
        this.traffic = traffic;
        var tags = Tags.of("port", port);
        connections =
                new LiveCount(registry, "headwater.connections", "Connections that are open", "connections", tags);
        publishers = new LiveCount(registry, "headwater.publishers", "Publishers that are live", "publishers", tags);
        acceptedConnections = Counter.builder("headwater.connection.accepted")
                .description("Connections that were accepted")
                .tags(tags)
                .register(registry);
        receivedBytes = Counter.builder("headwater.received.bytes")
                .description("Bytes received from RTMP peers, and media from those who publish by HTTP")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        slowedForWork = slowed(registry, tags.and("reason", "work"));
        slowedForUnreadAnswers = slowed(registry, tags.and("reason", "unread_answers"));
        rejected = new RejectedConnections(registry, port);
        for (Protocol protocol : protocols) {
            plays.put(protocol, new PlayMeters(registry, port, protocol, traffic, rejected));
        }
    }

    /** @throws IllegalArgumentException if nobody plays so on this port */
    public PlayMeters plays(Protocol protocol) {
        return Optional.ofNullable(plays.get(protocol))
                .orElseThrow(() -> new IllegalArgumentException("nobody plays by " + protocol + " here"));
    }

    /** To count what is received of a stream; its holder ends it. */
    public StreamTraffic.Share traffic(StreamKey key) {
        return traffic.apply(key);
    }

    /** Players that are playing, by whatever protocol. */
    public long players() {
        return plays.values().stream().mapToLong(by -> by.players.value()).sum();
    }

    /** Media bytes handed to them so far. */
    public double sentBytes() {
        return plays.values().stream().mapToDouble(by -> by.sentBytes.count()).sum();
    }

    private static Counter slowed(MeterRegistry registry, Tags tags) {
        return Counter.builder("headwater.connection.slowed")
                .description(
                        "Peers that were read more slowly than they sent, by the first reason: they cause too much work,"
                                + " or do not read our answers")
                .tags(tags)
                .register(registry);
    }

    public void connectionOpened() {
        acceptedConnections.increment();
        connections.increment();
    }

    public void connectionClosed() {
        connections.decrement();
    }

    /** Peers so far that were refused or closed for a fault of theirs. */
    double rejectedConnections() {
        return rejected.total();
    }

    /** @param reason a name from a closed set, such as {@code ProtocolError}'s; counted in lower case */
    public void rejected(String reason) {
        rejected.count(reason);
    }
}
