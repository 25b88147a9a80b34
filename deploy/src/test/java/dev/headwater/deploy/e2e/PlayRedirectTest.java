package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.role.Protocol;
import dev.headwater.testkit.ScriptedPeer;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A player finds its edge: sent there by an origin that plays to nobody, or told by any node. */
class PlayRedirectTest {
    private static final int LAST = Encoder.GOP - 1;
    private static final LiveCluster CLUSTER =
            new LiveCluster("play.redirect=edge", "apps.live.hls.encryption=aes-128");
    private static LiveNode origin;
    private static LiveNode edge;

    @BeforeAll
    static void start() {
        origin = CLUSTER.origin();
        try (var encoder = Encoder.at(origin, "alone", 0);
                var viewer = Viewer.of(origin, "alone")) {
            viewer.awaitFrame(encoder.sendGop()); // while there is no edge, the origin plays itself
            edge = CLUSTER.edge("node.zone=west");
            await().until(() -> isTold("alone", edge));
        }
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    void anOriginSendsPlayersToTheEdgeAndServesItsPull() {
        try (var encoder = Encoder.at(origin, "sent", 0);
                var asked = origin.client()) {
            var ex = askUntilSent(asked);
            assertThat(ex.get("code")).isEqualTo(302.0);
            assertThat(ex.get("redirect")).isEqualTo("rtmp://127.0.0.1:%d/live".formatted(edge.rtmpPort()));
            assertThat(ex.get("redirect2")).isEqualTo("rtmp://127.0.0.1:%d/live/sent".formatted(edge.rtmpPort()));
            asked.awaitClose();
            var tcUrl = URI.create((String) ex.get("redirect"));
            try (var there =
                    ScriptedPeer.connected(tcUrl.getPort(), tcUrl.getPath().substring(1))) {
                there.play("sent");
                Viewer.on(there).awaitFrame(LAST).awaitFrame(encoder.sendGop()).assertUndisturbed();
            }
            assertThat(origin.metrics().rtmp.plays(Protocol.RTMP).redirected.count())
                    .isPositive();
        }
    }

    private static Map<?, ?> askUntilSent(ScriptedPeer peer) {
        int stream = peer.createStream();
        peer.command(stream, "play", 3, null, "sent", -2000);
        var status = peer.awaitStatus("NetConnection.Connect.Rejected");
        assertThat(status.streamId()).isZero();
        var info = (Map<?, ?>) Objects.requireNonNull(status.values().getLast());
        return (Map<?, ?>) Objects.requireNonNull(info.get("ex"));
    }

    @Test
    void everyNodeTellsTheRoute() {
        try (var encoder = Encoder.at(origin, "told", 0);
                var viewer = Viewer.of(edge, "told").awaitFrame(LAST)) {
            await().until(() -> origin.route("told").getJsonObject("edge").getBoolean("has_stream"));
            for (LiveNode node : new LiveNode[] {origin, edge}) {
                var told = node.route("told").getJsonObject("edge");
                assertThat(told.getString("node")).isEqualTo(edge.node().name());
                assertThat(told.getString("zone")).isEqualTo("west");
                var urls = told.getJsonObject("urls");
                assertThat(urls.getString("rtmp")).isEqualTo(edge.url("told"));
                assertThat(urls.fieldNames()).contains("hls", "flv").doesNotContain("dash"); // which is not encrypted
            }
            viewer.awaitFrame(encoder.sendGop());
        }
        assertThat(edge.route("nobody").getString("error")).isEqualTo("no such stream");
    }

    @Test
    void nobodyIsToldOfAnEdgeThatMayHaveNoMorePlayers() {
        var small = CLUSTER.edge("node.zone=west", "limits.players-per-node=1");
        try (var encoder = Encoder.at(origin, "wanted", 0)) {
            await().until(() -> isTold("wanted", small));
            try (var viewer = Viewer.of(small, "wanted").awaitFrame(LAST)) {
                await().until(() -> !isTold("wanted", small));
                viewer.awaitFrame(encoder.sendGop());
            }
            await().until(() -> isTold("wanted", small));
            small.stop().await();
            await().until(() -> !isTold("wanted", small)); // nor is another test
        }
    }

    private static boolean isTold(String stream, LiveNode node) {
        return origin.route(stream).toString().contains('"' + node.node().name() + '"');
    }
}
