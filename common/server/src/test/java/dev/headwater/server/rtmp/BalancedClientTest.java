package dev.headwater.server.rtmp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.config.Cidr;
import dev.headwater.testkit.LogCapture;
import org.junit.jupiter.api.Test;

/** A client behind a balancer is known by its own address, wherever the node tells of it. */
class BalancedClientTest {
    private static final byte[] HEADER = "PROXY TCP4 203.0.113.9 192.0.2.1 40000 1935\r\n".getBytes(US_ASCII);

    @Test
    void listsLinesAndRefusalsNameTheClientAndNotItsBalancer() {
        try (var rig = RtmpRig.with().proxies(Cidr.parse("127.0.0.1")).open();
                var log = LogCapture.of("dev.headwater.server");
                var player = RawPeer.open(rig.port());
                var stranger = RawPeer.open(rig.port())) {
            player.send(HEADER).play("show");
            await().until(() -> rig.clients().count() == 1);
            assertThat(rig.clients().list(client -> true).await())
                    .singleElement()
                    .extracting(ClientSnapshot::peer)
                    .isEqualTo("203.0.113.9:40000");
            await().untilAsserted(
                            () -> assertThat(log.lines()).anyMatch(line -> line.contains("peer=203.0.113.9:40000")));

            stranger.send(HEADER, "GET / HTTP/1.1".getBytes(US_ASCII));
            await().untilAsserted(() -> assertThat(rig.warnings())
                    .anyMatch(line ->
                            line.startsWith("closed rtmp peer=203.0.113.9:40000 state=HANDSHAKE error=NOT_RTMP")));
        }
    }

    @Test
    void whoIsNoTrustedBalancerCannotSayThatHeIsAnother() {
        try (var rig = RtmpRig.with().proxies(Cidr.parse("10.0.0.0/8")).open();
                var peer = RawPeer.open(rig.port())) {
            rig.assertRejected(
                    "NOT_RTMP",
                    "HANDSHAKE",
                    () -> assertThat(peer.send(HEADER).readToEnd()).isEmpty());
        }
    }
}
