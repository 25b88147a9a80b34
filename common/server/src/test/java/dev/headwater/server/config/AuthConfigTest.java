package dev.headwater.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.media.StreamKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthConfigTest {
    private static final String HASH = "sha256:" + "0".repeat(64);

    @Test
    void modesAreAListAndOpenStandsAlone() {
        assertThat(ConfigLoader.of("auth.publish=keys").auth().publish().modes())
                .containsExactly(AuthMode.KEYS);
        assertThatThrownBy(() -> ConfigLoader.of("auth.publish=open,keys"))
                .hasMessage("auth.publish=open,keys (from --set): expected open alone or not at all");
        assertThatThrownBy(() -> ConfigLoader.of("auth.publish=opne"))
                .hasMessageContaining("expected one or more of refuse, open, signed, jwt, keys")
                .hasMessageContaining("did you mean open?");
        assertThatThrownBy(() -> ConfigLoader.of("auth.play=keys")).hasMessageContaining("expected one or more of");
    }

    @Test
    void appHasItsOwnModesAndElseTheCommonOnes(@TempDir Path folder) throws IOException {
        var file = folder.resolve("node.yaml");
        Files.writeString(file, """
                auth:
                  publish: [keys]
                  keys:
                    - live/news %s
                apps:
                  free:
                    auth:
                      publish: open
                """.formatted(HASH));
        var config = new ConfigLoader().file(file).load();
        assertThat(config.apps().get("free")).satisfies(app -> {
            assertThat(app.auth().publish()).hasToString("open");
            assertThat(app.auth().play()).hasToString("open");
        });
        assertThat(config.auth().publish()).hasToString("keys");
        assertThat(config.auth().keys().orElseThrow()).singleElement().hasToString("live/news " + HASH);
    }

    @Test
    void noMessageQuotesAKey() {
        assertThatThrownBy(() -> ConfigLoader.of("auth.keys=live/news hunter2"))
                .hasMessageContaining("auth.keys=... (from --set): expected sha256: and 64")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> ConfigLoader.of("auth.keys=hunter2"))
                .hasMessageContaining("expected a stream key as: app/name sha256:hash")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void keysMayComeByTheEnvironmentAndTheirFileToo() {
        var config = new ConfigLoader()
                .environment(Map.of(
                        "HEADWATER_AUTH_KEYS", "live/a " + HASH, "HEADWATER_AUTH_KEYS_FILE", "/run/secrets/keys"))
                .load();
        assertThat(config.auth().keys().orElseThrow()).hasSize(1);
        assertThat(config.auth().keysFile()).hasValue(Path.of("/run/secrets/keys"));
    }

    @Test
    void patternsNameOneStreamOrThoseThatBeginSo() {
        assertThat(StreamPattern.parse("a/b/news").matches(new StreamKey("a/b", "news")))
                .isTrue();
        assertThat(StreamPattern.parse("live/news").matches(new StreamKey("live", "news2")))
                .isFalse();
        assertThat(StreamPattern.parse("live/cam-*").matches(new StreamKey("live", "cam-7")))
                .isTrue();
        assertThat(StreamPattern.parse("live/cam-*").matches(new StreamKey("other", "cam-7")))
                .isFalse();
        assertThat(StreamPattern.parse("live/*")).hasToString("live/*");
        for (String wrong : new String[] {"news", "/news", "live/", "*/news", "live/a*b", "live/../x"}) {
            assertThatThrownBy(() -> StreamPattern.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
