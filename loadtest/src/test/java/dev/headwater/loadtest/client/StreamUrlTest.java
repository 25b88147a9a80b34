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
    void theUsualPortIsThatOfTheScheme() {
        assertThat(StreamUrl.parse("rtmp://media.example/live/a").server())
                .isEqualTo(new StreamUrl.Server("media.example", 1935));
        assertThat(StreamUrl.parse("wss://media.example/live/a.flv").server())
                .isEqualTo(new StreamUrl.Server("media.example", 443, true));
    }

    @Test
    void theSchemeAndTheSuffixTellTheProtocol() {
        assertThat(StreamUrl.parse("rtmps://h/live/a.flv").protocol()).isEqualTo(Protocol.RTMP);
        assertThat(StreamUrl.parse("https://h/live/a.flv?token=x").protocol()).isEqualTo(Protocol.HTTP_FLV);
        var url = StreamUrl.parse("ws://h:8080/live/sub/a%d.flv?token=x");
        assertThat(url.protocol()).isEqualTo(Protocol.WS_FLV);
        assertThat(url.stream(2).path()).isEqualTo("/live/sub/a2.flv?token=x");
        assertThat(url.stream(2).url()).isEqualTo("ws://h:8080/live/sub/a2.flv?token=x");
    }

    @Test
    void nobodyPublishesFlv() {
        assertThatThrownBy(() -> StreamUrl.parse("http://h/live/a.flv?token=x").requirePublishable())
                .hasMessage("publishers speak RTMP: 'http://h:80/live/a.flv' is not like rtmp://host:1935/app/name");
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
                "http://h/live/a?x=a.flv",
                "srt://h/live/a",
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
