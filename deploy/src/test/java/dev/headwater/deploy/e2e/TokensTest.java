package dev.headwater.deploy.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real clients with tokens whose keys an issuer publishes and changes, and from addresses that may not. */
class TokensTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PLAYS_PER_SECOND = 100;
    private static final int CROWD = 16;

    private static final LogCapture LOG = LogCapture.of("ROOT");
    private static final AtomicReference<String> KEY_SET = new AtomicReference<>("");
    private static final Signer FIRST = Signer.withNewKey("first");
    private static HttpServer issuer;
    private static LiveCluster cluster;
    private static LiveNode origin;

    @BeforeAll
    static void start() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/keys", exchange -> {
            byte[] body = KEY_SET.get().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
        KEY_SET.set(set(FIRST));
        cluster = new LiveCluster(
                "auth.play=jwt",
                "auth.jwt.jwks-url=http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys",
                "apps.shut.auth.play=open",
                "apps.shut.auth.play-deny=127.0.0.0/8",
                "auth.refusal-delay=0s",
                "publish.silence-timeout=10m",
                "play.wait=1s");
        origin = cluster.origin();
    }

    @AfterAll
    static void stop() {
        cluster.close();
        issuer.stop(0);
        LOG.close();
    }

    /** Somebody who signs tokens with one RSA key. */
    private record Signer(String keyId, KeyPair pair) {
        static Signer withNewKey(String keyId) {
            try {
                var generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                return new Signer(keyId, generator.generateKeyPair());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /** To play live/news. */
        String token() {
            var claims = new JsonObject()
                    .put("exp", Instant.now().getEpochSecond() + 600)
                    .put("actions", "play")
                    .put("streams", "live/news");
            String signed = base64(new JsonObject()
                            .put("alg", "RS256")
                            .put("kid", keyId)
                            .encode()
                            .getBytes(UTF_8))
                    + "."
                    + base64(claims.encode().getBytes(UTF_8));
            try {
                var signature = Signature.getInstance("SHA256withRSA");
                signature.initSign(pair.getPrivate());
                signature.update(signed.getBytes(UTF_8));
                return signed + "." + base64(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        JsonObject jwk() {
            var key = (RSAPublicKey) pair.getPublic();
            return new JsonObject()
                    .put("kty", "RSA")
                    .put("alg", "RS256")
                    .put("kid", keyId)
                    .put("n", base64(unsigned(key.getModulus())))
                    .put("e", base64(unsigned(key.getPublicExponent())));
        }

        private static byte[] unsigned(BigInteger number) {
            byte[] bytes = number.toByteArray();
            return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        }

        private static String base64(byte[] bytes) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }

    private static String set(Signer... signers) {
        var keys = new JsonArray();
        for (Signer signer : signers) {
            keys.add(signer.jwk());
        }
        return new JsonObject().put("keys", keys).encode();
    }

    private static boolean plays(String token) {
        try (var viewer = origin.client()) {
            int stream = viewer.createStream();
            viewer.command(stream, "play", 3, null, "news?token=" + token, -2000);
            return viewer.await(
                            "an answer",
                            message -> message.isStatus("NetStream.Play.Start")
                                    || message.isStatus("NetStream.Play.Failed"))
                    .isStatus("NetStream.Play.Start");
        }
    }

    @Test
    void keysChangeUnderAHundredPlaysASecondWithNoFalseRefusal() {
        var signer = new AtomicReference<>(FIRST);
        var played = new AtomicInteger();
        var over = new AtomicBoolean();
        Queue<String> refused = new ConcurrentLinkedQueue<>();
        try (var encoder = Encoder.at(origin, "news", 0);
                var crowd = Executors.newScheduledThreadPool(CROWD)) {
            encoder.sendGop();
            for (int i = 0; i < CROWD; i++) {
                var _ = crowd.scheduleAtFixedRate(
                        () -> {
                            var by = signer.get();
                            try {
                                if (plays(by.token())) {
                                    played.incrementAndGet();
                                } else {
                                    refused.add(by.keyId());
                                }
                            } catch (RuntimeException | AssertionError e) {
                                if (!over.get()) {
                                    refused.add(by.keyId() + ": " + e);
                                }
                            }
                        },
                        0,
                        TimeUnit.SECONDS.toMicros(CROWD) / PLAYS_PER_SECOND,
                        TimeUnit.MICROSECONDS);
            }
            var second = Signer.withNewKey("second");
            await().atMost(PATIENCE).until(() -> played.get() > 0);
            strangersTokenIsRefused(); // the key set has been fetched for nobody a moment ago
            KEY_SET.set(set(FIRST, second));
            signer.set(second);
            int before = played.get();
            await().atMost(PATIENCE).until(() -> played.get() > before + PLAYS_PER_SECOND);
            assertThat(plays(FIRST.token())).as("with the key from before").isTrue();
            over.set(true);
            crowd.shutdownNow();
        }
        assertThat(refused).isEmpty();
    }

    private static void strangersTokenIsRefused() {
        assertThat(plays(Signer.withNewKey("stranger").token())).isFalse();
    }

    @Test
    void strangersTokenPlaysNothing() {
        double before = origin.metric("headwater_access_denied_total", "action=\"play\"", "bad_credential");
        try (var player = Ffmpeg.shipped()
                .start(List.of(
                        "-i",
                        origin.url("news?token=" + Signer.withNewKey("first").token()),
                        "-f",
                        "null",
                        "-"))) {
            assertThat(player.awaitExit(PATIENCE)).isNotZero();
            assertThat(player.output()).contains("not allowed");
        }
        assertThat(origin.metric("headwater_access_denied_total", "action=\"play\"", "bad_credential"))
                .isEqualTo(before + 1);
        assertThat(LOG.warnings())
                .anyMatch(line ->
                        line.startsWith("refused play rtmp") && line.contains(": BAD_CREDENTIAL: the token is"));
        assertThat(LOG.lines()).noneMatch(line -> line.contains("token=ey"));
    }

    @Test
    void playerOfADeniedAddressIsToldAndEnds() {
        try (var player = Ffmpeg.shipped()
                .start(List.of("-i", "rtmp://127.0.0.1:%d/shut/any".formatted(origin.rtmpPort()), "-f", "null", "-"))) {
            assertThat(player.awaitExit(PATIENCE)).isNotZero();
            assertThat(player.output()).contains("not allowed");
        }
        assertThat(origin.metric("headwater_access_denied_total", "action=\"play\"", "reason=\"address\""))
                .isOne();
        assertThat(LOG.warnings())
                .anyMatch(line -> line.contains("stream=shut/any code=NetStream.Play.Failed: ADDRESS: "));
    }
}
