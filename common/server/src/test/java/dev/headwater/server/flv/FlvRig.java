package dev.headwater.server.flv;

import static org.awaitility.Awaitility.await;

import dev.headwater.media.FrameKind;
import dev.headwater.media.StreamKey;
import dev.headwater.media.flv.HevcTags;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.auth.Access;
import dev.headwater.server.clients.Clients;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.http.HttpListener;
import dev.headwater.server.http.HttpPort;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.metrics.Rejections;
import dev.headwater.server.net.PortDrain;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.LocalStreams;
import dev.headwater.server.role.Publication;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishRequest;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An HTTP port that plays FLV, and broadcasts that need no encoder. */
final class FlvRig implements AutoCloseable {
    static final int MAX_TAG_BYTES = 1 << 20;
    static final Duration PUBLISHER_SILENCE = Duration.ofSeconds(2);
    private static final int UNSENT_BYTES = 32 << 10;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final NodeMetrics metrics = new NodeMetrics(registry, new NodeMetrics.NodeTags("test", "", "test", "0"));
    final LogCapture log = LogCapture.of("dev.headwater");
    final Clients clients =
            new Clients(new FlightRecorder(64, 4 << 10, Duration.ofMinutes(1), 100, System::nanoTime), Trace.NONE);
    final LocalStreams streams;
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));
    private final FlvRoutes routes;
    private final HttpListener listener;
    private final List<Broadcast> broadcasts = new ArrayList<>();
    HevcTags hevc = HevcTags.ENHANCED;

    FlvRig() {
        this(Access.AUTHORISED, PortLimits.NONE, Duration.ofSeconds(15), 8 << 20);
    }

    FlvRig(Access access, PortLimits limits, Duration stuckAfter, int queueBytes) {
        streams = new LocalStreams(stuckAfter, queueBytes);
        var service = new FlvService(
                () -> new FlvSettings(
                        UNSENT_BYTES, app -> hevc, MAX_TAG_BYTES, 64 << 10, PUBLISHER_SILENCE, Duration.ZERO),
                clients,
                access,
                limits,
                streams,
                streams,
                metrics.http);
        routes = new FlvRoutes(service);
        listener = HttpPort.open(vertx, metrics, routes);
    }

    /** The node is to stop. */
    void drain(Duration limit) {
        routes.drain(PortDrain.begin(limit));
    }

    /** Its port closes. */
    void stop() {
        routes.close().otherwiseEmpty().await();
    }

    int port() {
        return listener.port();
    }

    int rejected(String reason) {
        return Rejections.count(registry, "port", "http", "reason", reason);
    }

    /** A stream with both tracks, whose headers are sent. */
    Broadcast broadcast(String name) {
        var broadcast = new Broadcast(name);
        broadcast.send(FrameKind.DATA, 0, Payloads.onMetaData());
        broadcast.send(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader());
        broadcast.send(FrameKind.AUDIO, 0, Payloads.aacSequenceHeader());
        return broadcast;
    }

    /** One that has sent nothing. */
    Broadcast silentBroadcast(String name) {
        return new Broadcast(name);
    }

    /** Does something again and again until it is closed. */
    interface Repeated extends AutoCloseable {
        @Override
        void close();
    }

    Repeated each(Duration interval, Runnable task) {
        long timer = vertx.setPeriodic(interval.toMillis(), tick -> task.run());
        return () -> vertx.cancelTimer(timer);
    }

    final class Broadcast {
        private final EventLoop loop =
                ((VertxInternal) vertx).nettyEventLoopGroup().next();
        private final Publication publication;

        Broadcast(String name) {
            var decision = streams.admit(new PublishRequest(
                            StreamKey.parse("live", name),
                            "127.0.0.1:1",
                            Forwarded.NOT,
                            loop,
                            reason -> {},
                            Trace.NONE,
                            Promise.<Void>promise().future()))
                    .await();
            publication = ((PublishDecision.Granted) decision).publication();
            broadcasts.add(this);
        }

        Broadcast send(FrameKind kind, int ms, byte[] payload) {
            loop.execute(() -> {
                publication.publish(kind, ms, payload);
                publication.flush();
            });
            return this;
        }

        void end() {
            loop.execute(() -> publication.end(EndReason.UNPUBLISHED));
        }
    }

    @Override
    public void close() {
        broadcasts.forEach(Broadcast::end);
        await().until(() -> streams.count() == 0);
        vertx.close().await();
        log.close();
    }
}
