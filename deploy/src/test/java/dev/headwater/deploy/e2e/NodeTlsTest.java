package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.PemCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that show each other certificates, and some that cannot. */
class NodeTlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LAST = Encoder.GOP - 1;

    @TempDir
    private Path folder;

    private static String[] within(PemCertificate pem, Path authority) {
        return new String[] {"cluster.tls.certificate=" + pem, "cluster.tls.authority=" + authority};
    }

    private static boolean answers(LiveNode asked, LiveNode other) {
        return asked.api("nodes").getJsonArray("nodes").stream()
                .map(JsonObject.class::cast)
                .anyMatch(node -> other.node().name().equals(node.getString("id")) && node.getBoolean("answered"));
    }

    @Test
    void nodesThatShowCertificatesPullAndAskEachOther() {
        var pem = PemCertificate.make(folder, "node", "EC", "node.example");
        try (var cluster = new LiveCluster(within(pem, pem.chain()))) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await("by the event bus").atMost(PATIENCE).until(() -> answers(origin, edge) && answers(edge, origin));
            try (var encoder = Encoder.at(edge, "show", 0);
                    var viewer = Viewer.of(edge, "show")) {
                viewer.awaitFrame(LAST);
                assertThat(encoder.sendGop()).isPositive();
                assertThat(origin.metrics().relay.connections.value()).isEqualTo(2);
            }
        }
    }

    @Test
    void whoShowsNoneOrAStrangersGetsNeitherToTheRelayPortNorToTheEventBus() {
        var pem = PemCertificate.make(folder, "node", "EC", "node.example");
        var other = PemCertificate.make(folder, "stranger", "EC", "node.example");
        try (var cluster = new LiveCluster("play.wait=2s");
                var log = LogCapture.of("dev.headwater")) {
            var origin = cluster.origin(within(pem, pem.chain()));
            var inTheClear = cluster.edge();
            var stranger = cluster.edge(within(other, pem.chain()));
            try (var encoder = Encoder.at(origin, "show", 0)) {
                for (LiveNode rogue : List.of(inTheClear, stranger)) {
                    await().atMost(PATIENCE).until(() -> rogue.knows(origin) && origin.knows(rogue));
                    try (var viewer = rogue.client()) {
                        viewer.command(viewer.createStream(), "play", 3, null, "show", -2000);
                        viewer.awaitStatus("NetStream.Play.StreamNotFound");
                    }
                    assertThat(answers(origin, rogue)).isFalse();
                    assertThat(answers(rogue, origin)).isFalse();
                }
                assertThat(encoder.sendGop()).isPositive();
            }
            assertThat(origin.metric(
                            "headwater_connection_rejected_total", "port=\"relay\"", "reason=\"tls_handshake\""))
                    .isGreaterThanOrEqualTo(2);
            assertThat(log.warnings())
                    .anyMatch(line ->
                            line.startsWith("closed relay peer=127.0.0.1:") && line.contains("error=TLS_HANDSHAKE"));
        }
    }

    @Test
    void certificatesAreRenewedAtTheRelayPortAndNobodyIsDropped() throws IOException {
        var old = PemCertificate.make(folder, "old", "EC", "node.example");
        var next = PemCertificate.make(folder, "next", "EC", "node.example");
        var shown = new PemCertificate(folder.resolve("shown.pem"), folder.resolve("shown.key"), old.certificate());
        var both = folder.resolve("authority.pem");
        replace(old.chain(), shown.chain());
        replace(old.key(), shown.key());
        replace(old.chain(), both);
        try (var cluster = new LiveCluster(within(shown, both))) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            try (var encoder = Encoder.at(origin, "show", 0);
                    var viewer = Viewer.of(edge, "show")) {
                viewer.awaitFrame(LAST);
                assertThatThrownBy(() -> shownTo(next, origin)).isInstanceOf(Exception.class);
                Files.writeString(both, Files.readString(old.chain()) + Files.readString(next.chain()));
                replace(next.key(), shown.key());
                replace(next.chain(), shown.chain());
                await("the new one is shown, and believed")
                        .atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> shownTo(next, origin).contains(serial(next)));
                viewer.awaitFrame(encoder.sendGop()).assertUndisturbed();
                try (var later = Viewer.of(cluster.edge(), "show")) {
                    later.awaitFrame(encoder.sendGop());
                }
            }
        }
    }

    private static void replace(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String serial(PemCertificate pem) {
        return pem.certificate().getSerialNumber().toString();
    }

    /** Serial number of the certificate of the node's relay port; fails if it does not believe the one that it is shown. */
    private static String shownTo(PemCertificate mine, LiveNode node) throws Exception {
        var vertx = Vertx.vertx();
        try {
            var options = new NetClientOptions();
            options.setSsl(true)
                    .setTrustAll(true)
                    .setHostnameVerificationAlgorithm("")
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(mine.chain().toString())
                            .addKeyPath(mine.key().toString()))
                    .addEnabledSecureTransportProtocol("TLSv1.2")
                    .removeEnabledSecureTransportProtocol("TLSv1.3");
            var socket = vertx.createNetClient(options)
                    .connect(node.node().port("relay.port"), "127.0.0.1")
                    .await();
            return ((java.security.cert.X509Certificate) socket.sslSession().getPeerCertificates()[0])
                    .getSerialNumber()
                    .toString();
        } finally {
            vertx.close().await();
        }
    }
}
