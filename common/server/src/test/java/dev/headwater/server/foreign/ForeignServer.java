package dev.headwater.server.foreign;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.rtmp.session.ServerSettings;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.auth.Access;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.net.PortSettings;
import dev.headwater.server.role.Hubs;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.rtmp.CallerResolver;
import dev.headwater.server.rtmp.PlayGreeting;
import dev.headwater.server.rtmp.RtmpListener;
import dev.headwater.server.rtmp.RtmpService;
import dev.headwater.server.rtmp.RtmpSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import java.time.Duration;

/** A server of somebody else, which says nothing unasked. */
final class ForeignServer {
    private ForeignServer() {}

    static RtmpListener open(Vertx vertx, PublishGate gate, StreamSource source) {
        var settings = new RtmpSettings(
                SessionLimits.DEFAULTS,
                ServerSettings.DEFAULTS,
                Duration.ofSeconds(5),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ZERO,
                128 << 10,
                Duration.ZERO,
                1_000,
                0);
        var metrics =
                new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("there", "", "origin", "test"));
        var service = new RtmpService(
                "rtmp",
                () -> settings,
                Access.AUTHORISED,
                PortLimits.NONE,
                gate,
                source,
                PlayGreeting.NONE,
                CallerResolver.PUBLIC,
                metrics.rtmp);
        return RtmpListener.open(vertx, service, PortSettings.direct("127.0.0.1", 0), 1)
                .await();
    }

    /** A stream with the usual bounds. */
    static LiveStream stream(StreamKey key, EventExecutor loop) {
        var hub = Hubs.at(() -> 0); // nothing takes time
        return new LiveStream(key, loop, hub, players -> {});
    }
}
