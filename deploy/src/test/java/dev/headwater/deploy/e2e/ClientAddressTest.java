package dev.headwater.deploy.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.ScriptedPeer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose address callbacks hear of and limits count, where it is not that of an IPv4 socket. */
class ClientAddressTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final InetAddress LOOPBACK_6 = InetAddress.ofLiteral("::1");

    @Test
    void callbacksAndLimitsGoByTheAddressThatABalancerTells() {
        try (var hook = CallbackServer.answering(request -> Response.of(200, "{\"allow\":true}"));
                var log = LogCapture.of("dev.headwater");
                var cluster = new LiveCluster(
                        "rtmp.proxies=127.0.0.1",
                        "auth.play=hook",
                        "hooks.on-play=" + hook.url("/"),
                        "limits.players-per-address=1")) {
            var origin = cluster.origin();
            try (var publisher = behindABalancer(origin, "203.0.113.7").connect("live");
                    var first = behindABalancer(origin, "203.0.113.8").connect("live");
                    var second = behindABalancer(origin, "203.0.113.8").connect("live");
                    var other = behindABalancer(origin, "203.0.113.9").connect("live")) {
                publisher.publish("show");
                first.play("show");
                second.command(second.createStream(), "play", 3, null, "show", -2000);
                second.awaitStatus("NetStream.Play.Failed");
                second.awaitClose();
                other.play("show");
                assertThat(hook.requests())
                        .extracting(request -> new JsonObject(request.body())
                                .getJsonObject("client")
                                .getString("address"))
                        .containsExactly("203.0.113.8", "203.0.113.8", "203.0.113.9");
                assertThat(log.warnings())
                        .anyMatch(line -> line.startsWith("refused play rtmp peer=203.0.113.8:40000 stream=live/show ")
                                && line.contains(" PLAYERS_PER_ADDRESS: "));
            }
        }
    }

    private static ScriptedPeer behindABalancer(LiveNode node, String address) {
        var peer = ScriptedPeer.open(node.rtmpPort());
        peer.sendRaw("PROXY TCP4 %s 192.0.2.1 40000 1935\r\n".formatted(address).getBytes(US_ASCII));
        return peer.handshake();
    }

    @Test
    void whoComesByIpv6PublishesPlaysAndIsLimitedLikeAnyOther() {
        assumeThat(hasIpv6()).as("this machine has ::1").isTrue();
        try (var log = LogCapture.of("dev.headwater");
                var cluster = new LiveCluster("limits.players-per-address=1")) {
            var origin = cluster.origin("rtmp.host=::1");
            try (var publisher = byIpv6(origin);
                    var first = byIpv6(origin);
                    var second = byIpv6(origin)) {
                publisher.publish("show");
                first.play("show");
                second.command(second.createStream(), "play", 3, null, "show", -2000);
                second.awaitStatus("NetStream.Play.Failed");
                second.awaitClose();
                for (String step : List.of("publish rtmp peer=[::1]:", "play rtmp peer=[::1]:")) {
                    await(step)
                            .atMost(PATIENCE)
                            .until(() -> log.lines().stream().anyMatch(line -> line.contains(step)));
                }
                assertThat(log.warnings())
                        .anyMatch(line -> line.startsWith("refused play rtmp peer=[::1]:")
                                && line.contains(" PLAYERS_PER_ADDRESS: "));
            }
        }
    }

    private static ScriptedPeer byIpv6(LiveNode node) {
        return ScriptedPeer.open(LOOPBACK_6, node.rtmpPort()).handshake().connect("live");
    }

    private static boolean hasIpv6() {
        try (var socket = new ServerSocket(0, 1, LOOPBACK_6)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
