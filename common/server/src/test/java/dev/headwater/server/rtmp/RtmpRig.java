package dev.headwater.server.rtmp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.rtmp.session.ServerSettings;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.auth.Access;
import dev.headwater.server.clients.Clients;
import dev.headwater.server.config.AddressSet;
import dev.headwater.server.config.Cidr;
import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.metrics.Rejections;
import dev.headwater.server.net.GatedTransport;
import dev.headwater.server.net.PortSettings;
import dev.headwater.server.net.RequestGate;
import dev.headwater.server.net.TlsHandshakes;
import dev.headwater.server.net.TrustedProxies;
import dev.headwater.server.role.LocalStreams;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.Patience;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An RTMP port on real sockets with a role that keeps its streams to itself. Starts with {@link #open} and tells what the
 * port did: log lines, counters, what is left of it.
 */
final class RtmpRig implements AutoCloseable {
    static final int EVENT_LOOPS = 2;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final NodeMetrics metrics = new NodeMetrics(registry, new NodeMetrics.NodeTags("test", "", "test", "0"));
    private final LogCapture log = LogCapture.of("ROOT");
    private final LocalStreams streams;
    private final Vertx vertx;
    private final RtmpListener listener;

    private RtmpRig(Setup setup) {
        streams = new LocalStreams(setup.stuckAfter, setup.queueBytes);
        var proxies = new TrustedProxies(
                "rtmp", () -> new AddressSet(setup.proxies), () -> Duration.ofSeconds(3), metrics.rtmp::rejected);
        var gates = new GatedTransport.Gates(
                proxies, new TlsHandshakes("rtmp", () -> 100, new AtomicInteger(), metrics.rtmp::rejected));
        vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS))
                .withTransport(new GatedTransport(
                        Transport.EPOLL.available() ? Transport.EPOLL : Transport.NIO,
                        gates,
                        gates,
                        gates,
                        new RequestGate(() -> Duration.ofSeconds(10), metrics.http::rejected)))
                .build();
        var service = new RtmpService(
                "rtmp",
                setup::settings,
                setup.access,
                setup.limits,
                streams,
                streams,
                setup.greeting,
                CallerResolver.PUBLIC,
                metrics.rtmp);
        listener = done(RtmpListener.open(
                vertx,
                service,
                new PortSettings("127.0.0.1", 0, !setup.proxies.isEmpty(), Optional.empty()),
                EVENT_LOOPS,
                new Clients(new FlightRecorder(64, 4 << 10, Duration.ofMinutes(1), 100, System::nanoTime), Trace.NONE),
                new ConnectionBudget(() -> service.settings().get().maxConnections()),
                new DescriptorBudget(vertx, service.settings().get().descriptorReserve())));
    }

    /** A port with the limits of a real one. */
    static RtmpRig open() {
        return new Setup().open();
    }

    static Setup with() {
        return new Setup();
    }

    /** What a test may want different from a real port. */
    static final class Setup {
        private Duration handshakeTimeout = Duration.ofSeconds(5);
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration publisherSilence = Duration.ofSeconds(10);
        private Duration publisherMedia = Duration.ZERO;
        private Duration stuckAfter = Duration.ofSeconds(15);
        private Duration pingInterval = Duration.ofSeconds(60);
        private int queueBytes = 8 << 20;
        private int maxConnections = 1_000;
        private int descriptorReserve;
        private List<Cidr> proxies = List.of();
        private Access access = Access.AUTHORISED;
        private PortLimits limits = PortLimits.NONE;
        private PlayGreeting greeting = PlayGreeting.NONE;

        /** Balancers that begin with a PROXY protocol header. */
        Setup proxies(Cidr... blocks) {
            proxies = List.of(blocks);
            return this;
        }

        Setup handshakeTimeout(Duration time) {
            handshakeTimeout = time;
            return this;
        }

        Setup connectTimeout(Duration time) {
            connectTimeout = time;
            return this;
        }

        Setup publisherSilence(Duration time) {
            publisherSilence = time;
            return this;
        }

        Setup publisherMedia(Duration time) {
            publisherMedia = time;
            return this;
        }

        Setup stuckAfter(Duration time) {
            stuckAfter = time;
            return this;
        }

        Setup pingInterval(Duration time) {
            pingInterval = time;
            return this;
        }

        Setup queueBytes(int bytes) {
            queueBytes = bytes;
            return this;
        }

        Setup maxConnections(int count) {
            maxConnections = count;
            return this;
        }

        Setup descriptorReserve(int count) {
            descriptorReserve = count;
            return this;
        }

        Setup access(Access who) {
            access = who;
            return this;
        }

        Setup limits(PortLimits these) {
            limits = these;
            return this;
        }

        /** Other nodes come, and no clients. */
        Setup forNodes() {
            greeting = stream -> Map.of();
            return this;
        }

        RtmpRig open() {
            return new RtmpRig(this);
        }

        private RtmpSettings settings() {
            return new RtmpSettings(
                    SessionLimits.DEFAULTS,
                    ServerSettings.DEFAULTS,
                    handshakeTimeout,
                    connectTimeout,
                    publisherSilence,
                    publisherMedia,
                    128 << 10,
                    pingInterval,
                    maxConnections,
                    descriptorReserve);
        }
    }

    int port() {
        return listener.port();
    }

    Clients clients() {
        return listener.clients();
    }

    LocalStreams streams() {
        return streams;
    }

    NodeMetrics metrics() {
        return metrics;
    }

    LogCapture log() {
        return log;
    }

    /** Warnings of the product's, oldest first. */
    List<String> warnings() {
        return log.warnings();
    }

    /** {@code headwater.connection.rejected{reason}}. */
    int rejected(String reason) {
        return Rejections.count(registry, "reason", reason.toLowerCase(Locale.ROOT));
    }

    /** {@code headwater.connection.rejected} of all reasons. */
    int rejected() {
        return Rejections.count(registry);
    }

    /**
     * Runs an attack: that peer alone is closed, for one reason, with one line that names the peer, its state and the reason,
     * and one count.
     */
    void assertRejected(String reason, String state, Runnable attack) {
        int countBefore = rejected();
        int reasonBefore = rejected(reason);
        int linesBefore = warnings().size();
        attack.run();
        await().untilAsserted(() -> {
            assertThat(rejected(reason)).as(this::toString).isEqualTo(reasonBefore + 1);
            assertThat(warnings()).hasSizeGreaterThan(linesBefore);
        });
        assertThat(rejected()).as("rejections for any reason").isEqualTo(countBefore + 1);
        var lines = warnings().subList(linesBefore, warnings().size());
        assertThat(lines).singleElement().asString().matches("closed rtmp peer=127\\.0\\.0\\.1:\\d+ .*");
        assertThat(lines.getFirst()).contains(" state=" + state + " ", " error=" + reason + ": ");
        assertThat(log.errors()).isEmpty();
    }

    /** Nothing is left of whoever was there. */
    void assertEmpty() {
        await().untilAsserted(() -> {
            assertThat(metrics.rtmp.connections.value()).as("connections").isZero();
            assertThat(metrics.rtmp.publishers.value()).as("publishers").isZero();
            assertThat(metrics.rtmp.players()).as("players").isZero();
            assertThat(streams.count()).as("streams").isZero();
            assertThat(Timers.pending(vertx)).as("timers").isZero();
        });
    }

    /** Drains the port as a node does that is to stop. Completes when nobody publishes or plays any more. */
    Future<Void> drain(Duration limit) {
        return drain(Duration.ZERO, limit);
    }

    /** The same where a balancer is given some time to notice. */
    Future<Void> drain(Duration notice, Duration limit) {
        return listener.drain(notice, limit).compose(begun -> {
            Promise<Void> unused = Promise.promise();
            completeWhenUnused(unused);
            return unused.future();
        });
    }

    private void completeWhenUnused(Promise<Void> unused) {
        listener.isInUse().onSuccess(used -> {
            if (used) {
                vertx.setTimer(10, timer -> completeWhenUnused(unused));
            } else {
                unused.complete();
            }
        });
    }

    /** Closes the port as a node does that shuts down. */
    void closePort() {
        done(listener.close());
    }

    @Override
    public void close() {
        done(vertx.close());
        log.close();
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(Patience.LIMIT.toSeconds(), SECONDS)
                .join();
    }

    @Override
    public String toString() {
        return "warnings: " + warnings();
    }
}
