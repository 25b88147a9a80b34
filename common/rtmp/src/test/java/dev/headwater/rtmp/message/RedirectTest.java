package dev.headwater.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.rtmp.amf.AmfProperties;
import dev.headwater.rtmp.amf.AmfValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedirectTest {
    private static Status status(Map<String, AmfValue> properties) {
        return Status.read(
                Status.of(StatusCode.CONNECT_REJECTED, "Elsewhere.", properties).toValue());
    }

    @Test
    void whatIsSaidIsHeard() {
        var urls = List.of("rtmp://a/live", "rtmp://b:19350/live");
        assertThat(Redirect.of(status(new Redirect(urls, "one").properties()))).contains(new Redirect(urls, ""));
    }

    @Test
    void theWholeUrlIsToldAsSrsTellsIt() { // rtmp.md 7.1
        AmfValue ex = new Redirect(List.of("rtmp://a/live"), "one").properties().get("ex");
        assertThat(ex)
                .isEqualTo(new AmfProperties()
                        .put("code", 302)
                        .put("redirect", "rtmp://a/live")
                        .put("redirect2", "rtmp://a/live/one")
                        .object());
    }

    @Test
    void otherRefusalsAreNoRedirects() {
        for (AmfValue ex : List.of(
                AmfValue.text("rtmp://a/live"),
                new AmfProperties().put("redirect", "rtmp://a/live").object(),
                new AmfProperties()
                        .put("code", 403)
                        .put("redirect", "rtmp://a/live")
                        .object(),
                new AmfProperties().put("code", 302).object(),
                new AmfProperties().put("code", 302).put("redirect", "").object())) {
            assertThat(Redirect.of(status(Map.of("ex", ex)))).isEqualTo(Optional.empty());
        }
        assertThat(Redirect.of(status(Map.of()))).isEmpty();
    }

    @Test
    void aRedirectNeedsAPlace() {
        assertThatThrownBy(() -> new Redirect(List.of(), "one")).isInstanceOf(IllegalArgumentException.class);
    }
}
