package dev.headwater.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headwater.media.StreamKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelaysConfigTest {
    @Test
    void aPushNamesAStreamAndAUrl() {
        var relays = ConfigLoader.of(
                        "relays.push=a live/show rtmps://live.example/app/key?x=1, b live/show rtmp://[::1]:1936/x/y/z")
                .relays();
        assertThat(relays.push().orElseThrow())
                .containsExactly(
                        new PushRelay(
                                "a",
                                new StreamKey("live", "show"),
                                new RelayUrl(true, "live.example", 443, "app", "key?x=1", Optional.empty())),
                        new PushRelay(
                                "b",
                                new StreamKey("live", "show"),
                                new RelayUrl(false, "::1", 1936, "x/y", "z", Optional.empty())));
    }

    @Test
    void aPullSaysWhenItRuns() {
        var relays = ConfigLoader.of(
                        "relays.pull=a live/a always rtmp://cam.example/live/1,b live/b on-demand rtmp://cam.example/live/2")
                .relays();
        assertThat(relays.pull().orElseThrow().stream().map(PullRelay::always)).containsExactly(true, false);
    }

    @Test
    void aCommaOfAUrlIsWrittenAsItsEscapeAndNothingElseIs() {
        var relays = ConfigLoader.of(
                        "relays.push=a live/show rtmp://host/x%2Cy/a%2cb?k=1%252C%20",
                        "relays.pull=b live/x always rtmp://host/app/a%2Cb")
                .relays();
        assertThat(relays.push().orElseThrow()).singleElement().satisfies(push -> {
            assertThat(push.url().app()).isEqualTo("x,y");
            assertThat(push.url().name()).isEqualTo("a,b?k=1%252C%20");
        });
        assertThat(relays.pull().orElseThrow())
                .singleElement()
                .isEqualTo(PullRelay.parse("b live/x always rtmp://host/app/a,b"));
    }

    @Test
    void noMessageShowsAUrl() {
        for (String wrong : new String[] {
            "relays.push=a live/show rtmp://host/secret",
            "relays.push=a show rtmp://host/app/secret",
            "relays.push=a live/show http://host/app/secret",
            "relays.push=a live/show rtmp://user:secret@host/app/name",
            "relays.push=a/b live/show rtmp://host/app/secret",
            "relays.push=a. live/show rtmp://host/app/secret",
            "relays.push=.a live/show rtmp://host/app/secret",
            "relays.push=a live/show rtmp://host:0/app/secret",
            "relays.pull=a live/show now rtmp://host/app/secret",
            "relays.pull=a live/show rtmp://host/app/secret"
        }) {
            assertThatExceptionOfType(ConfigException.class)
                    .as(wrong)
                    .isThrownBy(() -> ConfigLoader.of(wrong))
                    .withMessageContaining("expected")
                    .withMessageNotContaining("secret");
        }
    }

    @Test
    void namesAreOneOfAKind() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigLoader.of(
                        "relays.push=a live/x rtmp://host/app/x", "relays.pull=a live/y always rtmp://host/app/y"))
                .withMessageContaining("two have the name a");
    }

    @Test
    void aUrlShowsItsServerOnly() {
        assertThat(RelayUrl.parse("rtmps://live.example/app/key?token=x")).hasToString("rtmps://live.example:443");
        assertThatIllegalArgumentException().isThrownBy(() -> RelayUrl.parse("rtmp://host/app/"));
    }
}
