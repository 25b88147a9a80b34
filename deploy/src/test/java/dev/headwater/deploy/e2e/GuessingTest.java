package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.config.SecretHash;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.LogCapture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An encoder that tries keys is not listened to after a while, not even if it finds the right one. */
class GuessingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String KEY = "5f0cc0ffee5f0cc0ffee5f0cc0ffee5f0cc0ffee";

    private static String refused(LiveNode node, String key) {
        try (var encoder = Ffmpeg.shipped()
                .start(List.of("-i", Clip.H264_AAC.file().toString(), "-c", "copy", "-f", "flv", node.url(key)))) {
            assertThat(encoder.awaitExit(PATIENCE)).isNotZero();
            return encoder.output();
        }
    }

    private static double denied(LiveNode node, String reason) {
        return node.metric("headwater_access_denied_total", "action=\"publish\"", reason);
    }

    @Test
    void guessesAreRefusedWithoutALookAfterSoMany() {
        try (var log = LogCapture.of("ROOT");
                var cluster = new LiveCluster(
                        "auth.publish=keys",
                        "auth.keys=live/news " + SecretHash.of(KEY),
                        "auth.guess-burst=2",
                        "auth.guess-refill=1h")) {
            var origin = cluster.origin();
            for (int i = 0; i < 2; i++) {
                assertThat(refused(origin, "guess-" + i)).contains("not allowed");
            }
            assertThat(refused(origin, KEY)).contains("not allowed");
            assertThat(denied(origin, "bad_credential")).isEqualTo(2);
            assertThat(denied(origin, "throttled")).isEqualTo(1);
            assertThat(log.warnings())
                    .anyMatch(line -> line.startsWith("refused publish rtmp")
                            && line.endsWith("THROTTLED: more wrong ones from this address than auth.guess-burst=2"));
        }
    }
}
