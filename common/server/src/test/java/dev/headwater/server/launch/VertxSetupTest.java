package dev.headwater.server.launch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.config.CertificateFiles;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.metrics.MetricsRegistry;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.metrics.Rejections;
import dev.headwater.server.net.CertificateStore;
import dev.headwater.server.net.PortSettings;
import dev.headwater.server.net.TlsSettings;
import dev.headwater.server.net.TrustedAuthority;
import dev.headwater.testkit.PemCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VertxSetupTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    private final MetricsRegistry registry = new MetricsRegistry();
    private final NodeMetrics metrics =
            new NodeMetrics(registry.registry(), new NodeMetrics.NodeTags("test", "", "test", "0"));
    private final Vertx vertx = vertx("tls.max-handshakes=1");

    private Vertx vertx(String setting) {
        var setup = VertxSetup.of(RunningConfig.fixed(ConfigLoader.of(setting)), Transport.NIO, registry, metrics);
        return setup.builder().apply(Vertx.builder().with(setup.options())).build();
    }

    @AfterEach
    void close() {
        vertx.close().await();
        registry.close();
    }

    private NetServer listen(CertificateStore store, Optional<TrustedAuthority> authority) {
        var tls = new TlsSettings(store.served(), authority, Duration.ofMinutes(2));
        return vertx.createNetServer(
                        new PortSettings("127.0.0.1", 0, false, Optional.of(tls)).applyTo(new NetServerOptions()))
                .connectHandler(socket -> {})
                .listen()
                .await();
    }

    private static Socket connect(NetServer server) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    }

    private int rejected(String port, String reason) {
        return Rejections.count(registry.registry(), "port", port, "reason", reason);
    }

    @Test
    void strangersInHandshakesWithThePortsForClientsKeepNoNodeOut() throws IOException {
        var pem = PemCertificate.make(folder, "here", "EC", "here.example");
        var store = new CertificateStore(vertx, List.of(new CertificateFiles(pem.chain(), pem.key())));
        assertThat(store.refresh()).isTrue();
        var clients = listen(store, Optional.empty());
        var authority = new TrustedAuthority(vertx, pem.chain());
        assertThat(authority.refresh()).isTrue();
        var nodes = listen(store, Optional.of(authority));
        try (var _ = connect(clients);
                var _ = connect(clients)) {
            await("one has the only place").atMost(PATIENCE).until(() -> rejected("rtmp", "max_handshakes") == 1);
            try (var node = connect(nodes)) {
                node.getOutputStream().write("a node would say hello".getBytes(US_ASCII));
                await("it was let into its handshake")
                        .atMost(PATIENCE)
                        .until(() -> rejected("relay", "tls_handshake") == 1);
            }
        }
        assertThat(rejected("relay", "max_handshakes")).isZero();
    }
}
