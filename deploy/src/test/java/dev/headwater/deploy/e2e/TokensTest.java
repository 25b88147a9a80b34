package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.CallbackServer;
import dev.headwater.testkit.CallbackServer.Response;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real clients with tokens whose keys an issuer publishes and changes, and from addresses that may not. */
class TokensTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PLAYS = 100; // a second

    private static final LogCapture LOG = LogCapture.of("ROOT");
    private static final AtomicReference<String> KEY_SET = new AtomicReference<>("");
    private static final TokenSigner FIRST = TokenSigner.withNewKey("first");
    private static CallbackServer issuer;
    private static LiveCluster cluster;
    private static LiveNode origin;

    @BeforeAll
    static void start() {
        issuer = CallbackServer.answering(request -> Response.of(200, KEY_SET.get()));
        KEY_SET.set(TokenSigner.keySet(FIRST));
        cluster = new LiveCluster(
                "auth.play=jwt",
                "auth.jwt.jwks-url=" + issuer.url("/keys"),
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
        issuer.close();
        LOG.close();
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
        Crowd<TokenSigner> crowd;
        try (var encoder = Encoder.at(origin, "news", 0);
                var coming = new Crowd<>(PLAYS, FIRST, (signer, member) -> plays(signer.token()))) {
            crowd = coming;
            encoder.sendGop();
            crowd.awaitMore(1);
            strangersTokenIsRefused(); // the key set has been fetched for nobody a moment ago
            var second = TokenSigner.withNewKey("second");
            KEY_SET.set(TokenSigner.keySet(FIRST, second));
            crowd.use(second);
            crowd.awaitMore(PLAYS);
            assertThat(plays(FIRST.token())).as("with the key from before").isTrue();
            KEY_SET.set(TokenSigner.keySet(second));
            strangersTokenIsRefused(); // so the key set is fetched again
            assertThat(plays(FIRST.token())).as("with a key that is gone").isFalse();
            crowd.awaitMore(PLAYS);
        }
        assertThat(crowd.refused()).isEmpty();
    }

    private static void strangersTokenIsRefused() {
        assertThat(plays(TokenSigner.withNewKey("stranger").token())).isFalse();
    }

    @Test
    void strangersTokenPlaysNothing() {
        double before = origin.metric("headwater_access_denied_total", "action=\"play\"", "bad_credential");
        try (var player = Ffmpeg.shipped()
                .start(List.of(
                        "-i",
                        origin.url(
                                "news?token=" + TokenSigner.withNewKey("first").token()),
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
