package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Signature;
import dev.headwater.server.config.SecretHash;
import dev.headwater.server.config.SigningSecret;
import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of each kind that change by reload while clients come and go: who has one that holds is never refused. */
class KeysRotateTest {
    private static final int ROTATIONS = 2;
    private static final int VISITS = 150;

    @TempDir
    private Path folder;

    /** By which somebody comes in. */
    private enum Way {
        STREAM_KEY("publish", "NetStream.Publish.Start", "NetStream.Publish.Denied"),
        SIGNED_ADDRESS("play", "NetStream.Play.Start", "NetStream.Play.Failed"),
        TOKEN("play", "NetStream.Play.Start", "NetStream.Play.Failed");

        private final String command;
        private final String begun;
        private final String refused;

        Way(String command, String begun, String refused) {
            this.command = command;
            this.begun = begun;
            this.refused = refused;
        }

        static Way of(int member) {
            return values()[member % values().length];
        }
    }

    /** One of each kind. */
    private record Keys(String streamKey, String secret, TokenSigner signer) {
        static Keys number(int number) {
            return new Keys(
                    "%040d".formatted(number),
                    "correct-horse-battery-staple-%04d".formatted(number),
                    TokenSigner.withNewKey("issuer-" + number));
        }

        boolean letIn(LiveNode node, int member) {
            var way = Way.of(member);
            try (var peer = node.client()) {
                peer.command(
                        peer.createStream(),
                        way.command,
                        3,
                        null,
                        nameBy(way, member),
                        way == Way.STREAM_KEY ? "live" : -2000);
                return peer.await("an answer", message -> message.isStatus(way.begun) || message.isStatus(way.refused))
                        .isStatus(way.begun);
            }
        }

        private String nameBy(Way way, int member) {
            return switch (way) {
                case STREAM_KEY -> "member-%d?key=%s".formatted(member, streamKey);
                case SIGNED_ADDRESS ->
                    "news?"
                            + Signature.query(
                                    new SigningSecret(secret),
                                    Action.PLAY,
                                    new StreamKey(LiveNode.APP, "news"),
                                    Instant.now().plusSeconds(600).getEpochSecond());
                case TOKEN -> "news?token=" + signer.token();
            };
        }

        @Override
        public String toString() {
            return signer.keyId();
        }
    }

    /** These hold, and no others; each set of tokens' keys is at an address of its own. */
    private void write(Path file, CallbackServer issuer, Map<String, String> keySets, Keys... keys) throws IOException {
        String path = Stream.of(keys).map(Keys::toString).collect(Collectors.joining("-", "/", ""));
        keySets.put(path, TokenSigner.keySet(Stream.of(keys).map(Keys::signer).toArray(TokenSigner[]::new)));
        Files.writeString(file, """
                auth:
                  play: [signed, jwt]
                  keys: [%s]
                  signing-secrets: [%s]
                  jwt: {jwks-url: '%s'}
                """.formatted(
                        Stream.of(keys)
                                .map(one -> "'live/* " + SecretHash.of(one.streamKey()) + "'")
                                .collect(Collectors.joining(", ")),
                        Stream.of(keys).map(Keys::secret).collect(Collectors.joining(", ")),
                        issuer.url(path)));
    }

    @Test
    void nobodyIsRefusedWithAKeyThatHolds() throws IOException {
        var file = folder.resolve("node.yaml");
        var keySets = new ConcurrentHashMap<String, String>();
        var holding = Keys.number(0);
        try (var issuer = CallbackServer.answering(
                        request -> Response.of(200, keySets.getOrDefault(request.path(), "")));
                var cluster = new LiveCluster(
                        "auth.publish=keys",
                        "auth.guess-burst=0",
                        "auth.refusal-delay=0s",
                        "publish.silence-timeout=10m",
                        "publish.media-timeout=0s")) {
            write(file, issuer, keySets, holding);
            var origin = cluster.origin(file);
            Crowd<Keys> crowd;
            try (var encoder = Encoder.at(origin, "news?key=" + holding.streamKey(), 0);
                    var coming = new Crowd<>(100, holding, (keys, member) -> keys.letIn(origin, member))) {
                crowd = coming;
                for (int i = 1; i <= ROTATIONS; i++) {
                    var next = Keys.number(i);
                    write(file, issuer, keySets, holding, next);
                    origin.post(200, "config/reload");
                    crowd.awaitMore(VISITS);
                    crowd.use(next);
                    write(file, issuer, keySets, next);
                    origin.post(200, "config/reload");
                    for (int member = 0; member < Way.values().length; member++) {
                        assertThat(holding.letIn(origin, member))
                                .as("by the %s of before", Way.of(member))
                                .isFalse();
                    }
                    crowd.awaitMore(VISITS);
                    holding = next;
                }
                encoder.sendGop();
                assertThat(origin.streams())
                        .as("who came in by a key that is gone stays")
                        .contains("news@" + origin.node().name());
            }
            assertThat(crowd.refused()).isEmpty();
            assertThat(origin.metric("headwater_access_denied_total")).isEqualTo(ROTATIONS * Way.values().length);
        }
    }
}
