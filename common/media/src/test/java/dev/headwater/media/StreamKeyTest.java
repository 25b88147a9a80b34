package dev.headwater.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class StreamKeyTest {
    @Test
    void whatClientsSendBecomesOneKey() {
        for (Sent sent : List.of(
                new Sent("live", "show", "live/show"),
                new Sent("live/", "/show/", "live/show"), // JW Player
                new Sent("//live//", "//show", "live/show"),
                new Sent("live/_definst_", "show", "live/show"),
                new Sent("live", "_definst_/show", "live/show"),
                new Sent("live?token=a/b", "show", "live/show"),
                new Sent("live", "show?token=a/../b?c#d", "live/show"),
                new Sent("live", "show#t", "live/show"),
                // the same address, cut by different clients
                new Sent("a/b", "c", "a/b/c"),
                new Sent("a", "b/c", "a/b/c"),
                new Sent("a/b/c", "", "a/b/c"),
                new Sent("", "a/b/c", "a/b/c"),
                // one segment
                new Sent("show", "", "live/show"),
                new Sent("", "show", "live/show"),
                new Sent("show", "?token=a", "live/show"),
                new Sent("show/_definst_", "", "live/show"),
                // players name the container
                new Sent("vod", "mp4:clip", "vod/clip"),
                new Sent("vod", "mp4:clip.mp4", "vod/clip"),
                new Sent("vod", "flv:clip.flv?t=1", "vod/clip"),
                new Sent("vod", "mp3:song", "vod/song"),
                new Sent("vod", "mp4:a/b.mp4", "vod/a/b"),
                new Sent("vod", "mp4:/clip", "vod/clip"),
                new Sent("vod", "mp4:clip.flv", "vod/clip.flv"),
                new Sent("vod", "clip.mp4", "vod/clip.mp4"),
                // escapes, once
                new Sent("live", "sh%6Fw", "live/show"),
                new Sent("live", "caf%C3%A9", "live/caf\u00e9"),
                new Sent("live", "cafe\u0301", "live/caf\u00e9"), // NFC
                new Sent("live", "\u4f60\u597d\u0663", "live/\u4f60\u597d\u0663"),
                new Sent("live", "A-z_0.9~1", "live/A-z_0.9~1"))) {
            assertThat(StreamKey.parse(sent.app, sent.name)).as(sent.toString()).hasToString(sent.key);
        }
    }

    @Test
    void whatCannotBeAKeyIsRefused() {
        for (Refused refused : List.of(
                new Refused("", "", "empty"),
                new Refused("/", "?x", "empty"),
                new Refused("live", "..", "dot"),
                new Refused("live/../../tmp", "x", "dot"),
                new Refused("live", "%2e%2e/x", "dot"),
                new Refused("live", "./x", "dot"),
                new Refused("live", ".hidden", "dot"),
                new Refused("live", "x.", "dot"),
                new Refused("live", "mp4:", "U+003A"), // not live/live
                new Refused("live", "mp4:.mp4", "U+003A"),
                new Refused("live", "mp4:a/.mp4", "empty"),
                new Refused("a//b", "c", "empty segment"),
                new Refused("live", "a\\b", "U+005C"),
                new Refused("live", "a%5cb", "U+005C"),
                new Refused("live", "a%2fb", "escaped slash"),
                new Refused("live", "a%2Fb", "escaped slash"),
                new Refused("live", "a%252fb", "U+0025"), // decoded once
                new Refused("live", "a%3fb", "U+003F"),
                new Refused("live", "a%00b", "U+0000"),
                new Refused("live", "a\0b", "U+0000"),
                new Refused("live", "a\r\nb", "U+000D"),
                new Refused("live", "a\u001b[31mb", "U+001B"),
                new Refused("live", "a\u202eb", "U+202E"),
                new Refused("live", "a\u2066b", "U+2066"),
                new Refused("live", "a b", "U+0020"),
                new Refused("live", "rtsp:x", "U+003A"),
                new Refused("live'", "x", "U+0027"),
                new Refused("live", "\ud83d\ude00", "U+1F600"),
                new Refused("live", "a\ud83d", "U+D83D"),
                new Refused("live", "a%", "percent"),
                new Refused("live", "a%4", "percent"),
                new Refused("live", "a%zz", "percent"),
                new Refused("live", "a%ff", "UTF-8"),
                new Refused("live", "a%c0%afb", "UTF-8"), // overlong slash
                new Refused("live", "x".repeat(257), "name is over 256 bytes"),
                new Refused("live", "\u4f60".repeat(86), "name is over 256 bytes"),
                new Refused("x".repeat(257), "live", "app is over 256 bytes"))) {
            assertThatIllegalArgumentException()
                    .as(refused.toString())
                    .isThrownBy(() -> StreamKey.parse(refused.app, refused.name))
                    .withMessageContaining(refused.because);
        }
    }

    @Test
    void aPartMayHave256Bytes() {
        assertThat(StreamKey.parse("x".repeat(256), "\u4f60".repeat(85) + "x")).isNotNull();
    }

    @Test
    void aKeyMadeDirectlyIsCheckedToo() {
        assertThat(new StreamKey("a/b", "c")).isEqualTo(StreamKey.parse("a", "b/c"));
        for (StreamParts parts : List.of(
                new StreamParts("", "x"),
                new StreamParts("live", ""),
                new StreamParts("live", "a/b"),
                new StreamParts("live/", "x"),
                new StreamParts("live", "cafe\u0301"),
                new StreamParts("live", "x?y"))) {
            assertThatIllegalArgumentException()
                    .as(parts.toString())
                    .isThrownBy(() -> new StreamKey(parts.app, parts.name));
        }
    }

    @Test
    void aKeyIsReadFromItsOwnTextAndFromNoOther() {
        for (StreamKey key : List.of(new StreamKey("live", "show"), new StreamKey("a/b", "caf\u00e9"))) {
            assertThat(StreamKey.ofText(key.toString())).isEqualTo(key);
        }
        for (String text : List.of("", "show", "/show", "live/", "live//show", "live/show?x", "live/sh%6Fw", "/")) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> StreamKey.ofText(text));
        }
    }

    @Test
    void theRefusalQuotesNothingOfTheName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamKey.parse("live", "secret\u001b[2J"))
                .withMessage("stream name has the character U+001B");
    }

    private record Sent(String app, String name, String key) {}

    private record Refused(String app, String name, String because) {}

    private record StreamParts(String app, String name) {}
}
