package dev.headwater.edge;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.headwater.media.FrameKind;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.session.ServerSettings;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.auth.Access;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.net.PortSettings;
import dev.headwater.server.relay.RelayGrants;
import dev.headwater.server.relay.RelayIntroduction;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.Publication;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.PublishRequest;
import dev.headwater.server.role.Publisher;
import dev.headwater.server.rtmp.PlayGreeting;
import dev.headwater.server.rtmp.RtmpListener;
import dev.headwater.server.rtmp.RtmpService;
import dev.headwater.server.rtmp.RtmpSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An origin's relay port whose answers the test gives. It is open from {@link #port} on. Thread-safe. */
final class RelayPort {
    private final Vertx vertx;
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("o1", "", "origin", "test"));
    private final List<PublishRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Publisher> publishers = new CopyOnWriteArrayList<>();
    private final List<EndReason> ends = new CopyOnWriteArrayList<>();
    private final AtomicInteger frames = new AtomicInteger();
    private volatile Duration pingInterval = Duration.ZERO;
    private volatile PublishGate gate = request -> {
        throw new AssertionError("nobody was to publish");
    };

    RelayPort(Vertx vertx) {
        this.vertx = vertx;
    }

    void onPublish(PublishGate answer) {
        gate = answer;
    }

    RelayPort pinging(Duration interval) {
        pingInterval = interval;
        return this;
    }

    Future<PublishDecision> grant() {
        return Future.succeededFuture(new PublishDecision.Granted(new Publication() {
            @Override
            public long epoch() {
                return 7;
            }

            @Override
            public void publish(FrameKind kind, int timestamp, byte[] payload) {
                frames.incrementAndGet();
            }

            @Override
            public void flush() {
                // frames are counted as they come
            }

            @Override
            public void end(EndReason reason) {
                ends.add(reason);
            }
        }));
    }

    int port() {
        var settings = new RtmpSettings(
                SessionLimits.DEFAULTS,
                ServerSettings.DEFAULTS,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ZERO,
                128 << 10,
                pingInterval,
                1_000,
                0);
        PublishGate asked = request -> {
            requests.add(request);
            publishers.add(request.publisher());
            return gate.admit(request);
        };
        var service = new RtmpService(
                "relay",
                () -> settings,
                Access.AUTHORISED,
                PortLimits.NONE,
                asked,
                request -> Future.succeededFuture(PlayDecision.NOT_FOUND),
                PlayGreeting.NONE,
                RelayIntroduction.callers(new RelayGrants(List.of(), InstantSource.system())),
                metrics.relay);
        try {
            return RtmpListener.open(vertx, service, PortSettings.direct("127.0.0.1", 0), 1)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, SECONDS)
                    .port();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    long connections() {
        return metrics.relay.connections.value();
    }

    int published() {
        return publishers.size();
    }

    List<PublishRequest> requests() {
        return requests;
    }

    int frames() {
        return frames.get();
    }

    List<EndReason> ends() {
        return ends;
    }

    void endPublishers(EndReason reason) {
        publishers.forEach(publisher -> publisher.end(reason));
    }
}
