package dev.headwater.server.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.session.ServerSettings;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.auth.Access;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.metrics.NodeMetrics.NodeTags;
import dev.headwater.server.net.PortSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RtmpListenerTest {
    private final Vertx vertx = Vertx.vertx();
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeTags("node", "zone", "origin", "1"));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    /** Vert.x gives all servers on "any free port" the same one, and their clients in turn to each. */
    @Test
    void twoListenersOnAnyFreePortDoNotShareIt() {
        var one = RtmpListener.open(vertx, service("rtmp"), PortSettings.direct("127.0.0.1", 0), 2)
                .await();
        var other = RtmpListener.open(vertx, service("relay"), PortSettings.direct("127.0.0.1", 0), 2)
                .await();

        assertThat(one.port()).isPositive().isNotEqualTo(other.port());
    }

    private RtmpService service(String name) {
        var settings = new RtmpSettings(
                SessionLimits.DEFAULTS,
                ServerSettings.DEFAULTS,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ZERO,
                128 << 10,
                Duration.ZERO,
                100,
                0);
        return new RtmpService(
                name,
                () -> settings,
                Access.AUTHORISED,
                PortLimits.NONE,
                request -> Future.failedFuture("nobody publishes here"),
                request -> Future.failedFuture("nobody plays here"),
                PlayGreeting.NONE,
                CallerResolver.PUBLIC,
                metrics.rtmp);
    }
}
