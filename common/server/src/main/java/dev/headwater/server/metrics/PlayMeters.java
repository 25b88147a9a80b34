package dev.headwater.server.metrics;

import dev.headwater.media.StreamKey;
import dev.headwater.server.role.Protocol;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Function;

/** What the plays by one protocol on one port count. Thread-safe. */
public final class PlayMeters {
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

    public final LiveCount players;
    public final Counter sentBytes;
    public final Timer firstFrame;
    public final Counter redirected;

    private final Function<StreamKey, StreamTraffic.Share> traffic;
    private final RejectedConnections rejected;

    /**
     * @param traffic begins a share of a stream
     * @param rejected of the port
     */
    PlayMeters(
            MeterRegistry registry,
            String port,
            Protocol protocol,
            Function<StreamKey, StreamTraffic.Share> traffic,
            RejectedConnections rejected) {
        this.traffic = traffic;
        this.rejected = rejected;
        var tags = Tags.of("port", port, "protocol", protocol.wireName());
        players = new LiveCount(registry, "headwater.players", "Players that are playing", "players", tags);
        sentBytes = Counter.builder("headwater.sent.bytes")
                .description("Media bytes handed to the sockets of players")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        firstFrame = Timer.builder("headwater.player.first.frame")
                .description("Time from a player's wish to play to the first of the stream that is written to it")
                .serviceLevelObjectives(FIRST_FRAME_BUCKETS)
                .tags(tags)
                .register(registry);
        redirected = Counter.builder("headwater.play.redirected")
                .description("Plays that were sent on: players to an edge, pulls to a node that has the stream")
                .tags(tags)
                .register(registry);
    }

    /** To count what is sent of a stream; its holder ends it. */
    public StreamTraffic.Share traffic(StreamKey key) {
        return traffic.apply(key);
    }

    /** @param reason a name from a closed set; counted in lower case */
    public void rejected(String reason) {
        rejected.count(reason);
    }
}
