package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Signature;
import dev.headwater.server.config.SigningSecret;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import dev.headwater.testkit.SystemClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clients with signed addresses, at an origin that redirects and at an edge; secrets change while they play. */
class SignedAddressesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECRET = "correct-horse-battery-staple-0123456789";
    private static final String NEXT = "another-horse-battery-staple-0123456789";
    private static final LogCapture LOG = LogCapture.of("ROOT");

    @TempDir
    private static Path folder;

    private static Path secrets;
    private static LiveCluster cluster;
    private static LiveNode origin;
    private static LiveNode edge;

    @BeforeAll
    static void start() throws IOException {
        secrets = folder.resolve("secrets");
        Files.writeString(secrets, SECRET);
        var others = Files.writeString(folder.resolve("others"), SECRET);
        cluster = new LiveCluster(
                "auth.publish=signed",
                "auth.play=signed",
                "auth.signing-secrets-file=" + others,
                "apps.live/rotated.auth.signing-secrets-file=" + secrets,
                "auth.guess-burst=0",
                "auth.refusal-delay=0s",
                "play.wait=1s");
        origin = cluster.origin();
        edge = cluster.edge();
        await().atMost(PATIENCE).until(() -> edge.knows(origin));
    }

    @AfterAll
    static void stop() {
        cluster.close();
        LOG.close();
    }

    private static String signed(String secret, Action action, String name, int seconds) {
        long expires = Instant.now().plusSeconds(seconds).getEpochSecond();
        return name + "?" + Signature.query(new SigningSecret(secret), action, StreamKey.parse("live", name), expires);
    }

    private static boolean admits(LiveNode node, String name) {
        try (var viewer = node.client()) {
            int stream = viewer.createStream();
            viewer.command(stream, "play", 3, null, name, -2000);
            return viewer.await(
                            "an answer",
                            message -> message.isStatus("NetStream.Play.Start")
                                    || message.isStatus("NetStream.Play.Failed"))
                    .isStatus("NetStream.Play.Start");
        }
    }

    @Test
    void signedAddressPublishesAndPlaysAndNothingElseDoes() {
        try (var encoder = Encoder.at(origin, signed(SECRET, Action.PUBLISH, "news", 60), 0)) {
            var file = folder.resolve("played.flv");
            try (var player = SystemClients.rtmpdump(edge.url(signed(SECRET, Action.PLAY, "news", 60)), file)) {
                await().atMost(PATIENCE).until(() -> {
                    encoder.sendGop();
                    return Files.exists(file) && Files.size(file) > 1_000;
                });
                player.stop();
            }
            assertThat(admits(origin, "news")).isFalse();
            assertThat(admits(edge, signed(SECRET, Action.PUBLISH, "news", 60))).isFalse();
            assertThat(admits(edge, signed(SECRET, Action.PLAY, "news", -100))).isFalse();
            assertThat(admits(edge, signed(NEXT, Action.PLAY, "news", 60))).isFalse();
            try (var refused = Ffmpeg.shipped()
                    .start(List.of("-i", edge.url(signed(NEXT, Action.PLAY, "news", 60)), "-f", "null", "-"))) {
                assertThat(refused.awaitExit(PATIENCE)).isNotZero();
                assertThat(refused.output()).contains("not allowed");
            }
            assertThat(edge.metric("headwater_access_denied_total", "action=\"play\"", "reason=\"expired\""))
                    .isPositive();
        }
        assertThat(LOG.lines()).noneMatch(line -> line.contains("sign=") || line.contains(SECRET));
        assertThat(origin.api("clients").encode() + edge.api("clients").encode())
                .doesNotContain("sign=");
    }

    @Test
    void secretsChangeUnderPlaysWithNoFalseRefusal() throws IOException {
        try (var encoder = Encoder.at(origin, signed(SECRET, Action.PUBLISH, "rotated/news", 60), 0)) {
            String old = signed(SECRET, Action.PLAY, "rotated/news", 60);
            String young = signed(NEXT, Action.PLAY, "rotated/news", 60);
            encoder.sendGop();
            assertThat(admits(edge, old)).isTrue();
            Files.writeString(secrets, NEXT + "\n" + SECRET + "\n");
            await().atMost(PATIENCE).until(() -> {
                assertThat(admits(edge, old)).as("signed by the old secret").isTrue();
                return admits(edge, young);
            });
            Files.writeString(secrets, NEXT + "\n");
            await().atMost(PATIENCE).until(() -> {
                assertThat(admits(edge, young)).as("signed by the new secret").isTrue();
                return !admits(edge, old);
            });
        }
    }
}
