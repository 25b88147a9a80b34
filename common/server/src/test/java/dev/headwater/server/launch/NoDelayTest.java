package dev.headwater.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.admin.Api;
import dev.headwater.server.admin.HealthChecks;
import dev.headwater.server.admin.HostNames;
import dev.headwater.server.admin.ManagementServer;
import dev.headwater.server.auth.Access;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.NodeConfig.TransportKind;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.net.PortSettings;
import dev.headwater.server.relay.LoopContexts;
import dev.headwater.server.relay.RelayConnector;
import dev.headwater.server.relay.RelayGrants;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.rtmp.CallerResolver;
import dev.headwater.server.rtmp.PlayGreeting;
import dev.headwater.server.rtmp.RtmpClient;
import dev.headwater.server.rtmp.RtmpListener;
import dev.headwater.server.rtmp.RtmpService;
import dev.headwater.server.tracing.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No connection waits for an acknowledgement before it sends the next bytes: the option is on in the socket itself. */
class NoDelayTest {
    @ParameterizedTest
    @EnumSource(TransportKind.class)
    void everyConnectionSendsWithoutDelayWhicheverSideOpenedIt(TransportKind kind) throws IOException {
        var watch = new ChannelWatch(TransportChoice.of(kind, 1));
        var vertx = Vertx.builder().withTransport(watch).build();
        try {
            var loopback = InetAddress.getLoopbackAddress();
            var rtmp = RtmpListener.open(vertx, service(), PortSettings.direct(loopback.getHostAddress(), 0), 1)
                    .await();
            var contexts = new LoopContexts(vertx);
            var connector = new RelayConnector(
                    vertx,
                    contexts,
                    () -> Settings.relayLinks(ConfigLoader.of()),
                    "test",
                    new RelayGrants(List.of(), InstantSource.system()),
                    Optional.empty());
            connector
                    .connect(contexts.nextLoop(), loopback.getHostAddress(), rtmp.port(), "live", Trace.NONE, unheard())
                    .await();
            var management = management(loopback.getHostAddress());
            vertx.deployVerticle(management).await();
            try (var operator = new Socket(loopback, management.port())) {
                await().until(() -> watch.connections().size() == 3);
                assertThat(operator.isConnected()).isTrue();
                await().untilAsserted(() -> assertThat(watch.connections())
                        .allMatch(channel ->
                                channel.isRegistered() && channel.config().getOption(ChannelOption.TCP_NODELAY)));
            }
        } finally {
            vertx.close().await();
        }
    }

    private static RtmpService service() {
        var metrics = new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("test", "", "test", "0"));
        return new RtmpService(
                "relay",
                () -> Settings.relay(ConfigLoader.of()),
                Access.AUTHORISED,
                PortLimits.NONE,
                request -> Future.failedFuture("nobody publishes"),
                request -> Future.succeededFuture(PlayDecision.NOT_FOUND),
                PlayGreeting.NONE,
                CallerResolver.PUBLIC,
                metrics.relay);
    }

    private static ManagementServer management(String host) {
        return new ManagementServer(
                host,
                0,
                new ManagementServer.Access(List::of, HostNames.of(), status -> {}),
                new HealthChecks(List.of(), List.of(), List.of()),
                new ManagementServer.Metrics("text/plain", () -> ""),
                Api.NONE);
    }

    private static RtmpClient.Events unheard() {
        var type = RtmpClient.Events.class;
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null));
    }
}
