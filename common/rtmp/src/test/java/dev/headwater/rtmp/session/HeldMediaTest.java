package dev.headwater.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.MediaMessage.Kind;
import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;

/** What counts as a header while an answer is pending (rtmp.md 9, 10.2 and 10.3). */
class HeldMediaTest {
    private static boolean isHeld(Kind kind, String hex) {
        var held = new HeldMedia(1_000);
        held.offer(new MediaMessage(kind, 1, 0, ByteBufUtil.decodeHexDump(hex.replace(" ", ""))));
        return !held.messages().isEmpty();
    }

    @Test
    void holdsSequenceHeadersOfEveryKind() {
        assertThat(isHeld(Kind.VIDEO, "17 00 000000")).isTrue(); // AVC
        assertThat(isHeld(Kind.VIDEO, "1c 00 000000")).isTrue(); // HEVC by its private number
        assertThat(isHeld(Kind.VIDEO, "90 68766331")).isTrue(); // enhanced SequenceStart
        assertThat(isHeld(Kind.VIDEO, "94 68766331")).isTrue(); // enhanced Metadata
        assertThat(isHeld(Kind.VIDEO, "95 61763031")).isTrue(); // enhanced MPEG2TSSequenceStart
        assertThat(isHeld(Kind.VIDEO, "96 00 68766331 01")).isTrue(); // one track's SequenceStart
        assertThat(isHeld(Kind.AUDIO, "af 00 1210")).isTrue(); // AAC
        assertThat(isHeld(Kind.AUDIO, "90 4f707573")).isTrue(); // enhanced SequenceStart
        assertThat(isHeld(Kind.AUDIO, "94 4f707573")).isTrue(); // enhanced MultichannelConfig
        assertThat(isHeld(Kind.AUDIO, "95 00 4f707573 01")).isTrue(); // one track's SequenceStart
        assertThat(isHeld(Kind.DATA, "020001 41")).isTrue();
    }

    @Test
    void letsFramesGo() {
        assertThat(isHeld(Kind.VIDEO, "17 01 000000 65")).isFalse();
        assertThat(isHeld(Kind.VIDEO, "27 01 000000 41")).isFalse();
        assertThat(isHeld(Kind.VIDEO, "12 00")).isFalse(); // Sorenson has no headers
        assertThat(isHeld(Kind.VIDEO, "91 68766331")).isFalse();
        assertThat(isHeld(Kind.VIDEO, "96 01 68766331 01")).isFalse();
        assertThat(isHeld(Kind.AUDIO, "af 01 21")).isFalse();
        assertThat(isHeld(Kind.AUDIO, "2f 00")).isFalse(); // MP3 has no headers
        assertThat(isHeld(Kind.AUDIO, "91 4f707573")).isFalse();
        assertThat(isHeld(Kind.AUDIO, "95 01 4f707573 01")).isFalse();
        assertThat(isHeld(Kind.AUDIO, "af")).isFalse();
    }
}
