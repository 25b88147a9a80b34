package dev.headwater.loadtest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamUrlTest {
    @Test
    void theNameIsTheLastSegmentWithItsQuery() {
        var stream = StreamUrl.parse("rtmp://media.example:19350/live/sub/bench%d?token=a/b").stream(7);

        assertThat(stream.app()).isEqualTo("live/sub");
        assertThat(stream.name()).isEqualTo("bench7?token=a/b");
        assertThat(stream.tcUrl()).isEqualTo("rtmp://media.example:19350/live/sub");
    }

    @Test
    void theUsualPortIs1935() {
        assertThat(StreamUrl.parse("rtmp://media.example/live/a").server())
                .isEqualTo(new StreamUrl.Server("media.example", 1935));
    }

    @Test
    void anAddressOfIpVersion6StandsInBrackets() {
        assertThat(StreamUrl.parse("rtmp://[::1]:1936/live/a").server()).isEqualTo(new StreamUrl.Server("[::1]", 1936));
    }

    @Test
    void whatIsShownHasNoToken() {
        var url = StreamUrl.parse("rtmp://media.example/live/bench%d?token=secret");

        assertThat(url.plain()).isEqualTo("rtmp://media.example:1935/live/bench%d");
        assertThat(url.stream(3).key()).doesNotContain("secret").endsWith("live/bench3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://h/live/a",
                "rtmp://h/live",
                "rtmp://h/live/",
                "rtmp:///live/a",
                "rtmp://h:0/live/a",
                "rtmp://h:70000/live/a"
            })
    void whatIsNoStreamIsRefused(String text) {
        assertThatThrownBy(() -> StreamUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
