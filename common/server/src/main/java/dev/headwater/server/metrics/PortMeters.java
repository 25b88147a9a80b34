package dev.headwater.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What the connections of one RTMP port count; tag {@code port} is {@code rtmp} or {@code relay}. Thread-safe. */
public final class PortMeters {
    private static final Duration[] FIRST_FRAME_BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(300),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    public final LiveCount connections;
    public final LiveCount publishers;
    public final LiveCount players;
    public final Counter acceptedConnections;
    public final Counter receivedBytes;
    public final Counter sentBytes;
    public final Timer firstFrame;

    /** Peers that were read more slowly for the work that they cause. */
    public final Counter slowedForWork;

    /** Peers that were read more slowly because they did not read. */
    public final Counter slowedForUnreadAnswers;

    public final Counter redirectedPlays;

    private final RejectedConnections rejected;

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
        firstFrame = Timer.builder("headwater.player.first.frame")
                .description("Time from a player's play command to the first of the stream that is written to it")
                .serviceLevelObjectives(FIRST_FRAME_BUCKETS)
                .tags(tags)
                .register(registry);
        slowedForWork = slowed(registry, tags.and("reason", "work"));
        slowedForUnreadAnswers = slowed(registry, tags.and("reason", "unread_answers"));
        redirectedPlays = Counter.builder("headwater.play.redirected")
                .description("Plays that were sent on: players to an edge, pulls to a node that has the stream")
                .tags(tags)
                .register(registry);
        rejected = new RejectedConnections(registry, port);
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
