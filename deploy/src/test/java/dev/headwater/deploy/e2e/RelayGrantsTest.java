package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.ScriptedPeer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The relay port takes nodes that share the cluster's secret, and nobody else. */
class RelayGrantsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String OLD = "the secret of the last summer".replace(' ', '-');
    private static final String NEW = "the secret of the next winter".replace(' ', '-');
    private static final String DENIED = "headwater_access_denied_total";

    private static ScriptedPeer stranger(LiveNode node) {
        return ScriptedPeer.connected(node.node().port("relay.port"), "live");
    }

    @Test
    void aStrangerIsRefusedWhateverHeAsks() {
        try (var cluster = new LiveCluster();
                var log = LogCapture.of("dev.headwater")) {
            var origin = cluster.origin();
            try (var encoder = Encoder.at(origin, "show", 0);
                    var publisher = stranger(origin);
                    var player = stranger(origin);
                    var forger = stranger(origin)) {
                encoder.sendGop();
                publisher.command(publisher.createStream(), "publish", 3, null, "show", "live");
                publisher.awaitStatus("NetStream.Publish.Denied");
                publisher.awaitClose();

                player.command(player.createStream(), "play", 3, null, "show?node=edge-1&zone=", -2000);
                player.awaitStatus("NetStream.Play.Failed");
                player.awaitClose();

                String grant = "&grant=9999999999." + "A".repeat(43);
                forger.command(forger.createStream(), "play", 3, null, "show?node=edge-1&zone=" + grant, -2000);
                forger.awaitStatus("NetStream.Play.Failed");
                forger.awaitClose();

                assertThat(origin.streams()).hasSize(1);
                encoder.sendGop(); // it has not noticed
            }
            assertThat(origin.metric(DENIED, "action=\"publish\"", "reason=\"no_credential\""))
                    .isOne();
            assertThat(origin.metric(DENIED, "action=\"play\"", "reason=\"no_credential\""))
                    .isOne();
            assertThat(origin.metric(DENIED, "action=\"play\"", "reason=\"bad_credential\""))
                    .isOne();
            assertThat(log.warnings())
                    .filteredOn(line -> line.startsWith("refused"))
                    .hasSize(3)
                    .allMatch(line -> line.contains(" relay peer=127.0.0.1:") && line.contains("stream=live/show"))
                    .anyMatch(line -> line.endsWith("NO_CREDENTIAL: no grant of a node: nodes share cluster.secret"))
                    .noneMatch(line -> line.contains("AAAA"));
        }
    }

    @Test
    void aNodeWithAnotherSecretGetsNothing() {
        try (var cluster = new LiveCluster("play.wait=2s", "play.hold=2s")) {
            var origin = cluster.origin("cluster.secret=" + OLD);
            var rogue = cluster.edge("cluster.secret=" + NEW);
            await().atMost(PATIENCE).until(() -> rogue.knows(origin));
            try (var encoder = Encoder.at(origin, "show", 0);
                    var viewer = rogue.client();
                    var publisher = rogue.client()) {
                encoder.sendGop();
                viewer.command(viewer.createStream(), "play", 3, null, "show", -2000);
                publisher.command(publisher.createStream(), "publish", 3, null, "other", "live");
                assertThat(publisher.awaitCommand("onStatus").toString()).doesNotContain("NetStream.Publish.Start");
                viewer.awaitStatus("NetStream.Play.StreamNotFound");
                assertThat(origin.streams()).hasSize(1);
            }
        }
    }

    @Test
    void aSecretIsChangedOneNodeAtATime() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin("cluster.secret=" + OLD + "," + NEW);
            var changed = cluster.edge("cluster.secret=" + NEW + "," + OLD);
            await().atMost(PATIENCE).until(() -> changed.knows(origin));
            try (var encoder = Encoder.at(changed, "show", 0);
                    var viewer = Viewer.of(changed, "show")) {
                viewer.awaitFrame(Encoder.GOP - 1).awaitFrame(encoder.sendGop());
            }
        }
    }
}
