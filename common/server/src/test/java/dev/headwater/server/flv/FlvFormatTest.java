package dev.headwater.server.flv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.HevcTags;
import dev.headwater.testkit.Payloads;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every player of a kind gets, byte for byte. */
class FlvFormatTest {
    private static FlvFormat format(Framing framing, Tracks tracks) {
        return new FlvFormat(framing, tracks, HevcTags.ENHANCED);
    }

    private static String encoded(FlvFormat format, MediaFrame frame) {
        var out = Unpooled.buffer();
        format.encode(frame, out);
        assertThat(out.readableBytes()).isLessThanOrEqualTo(format.encodedSize(frame));
        return ByteBufUtil.hexDump(out);
    }

    @ParameterizedTest
    @CsvSource({
        "RAW, '', ''",
        "CHUNKED, 31340d0a, 0d0a", // 0x14 bytes
        "WEB_SOCKET, 8214, ''",
    })
    void aTagIsFramedAsAWhole(Framing framing, String before, String behind) {
        var frame = MediaFrame.of(FrameKind.AUDIO, 0x01020304, new byte[] {(byte) 0xAF, 1, 2, 3, 4});
        assertThat(encoded(format(framing, Tracks.ALL), frame))
                .isEqualTo(before + "08000005" + "020304" + "01" + "000000" + "af01020304" + "00000010" + behind);
    }

    @ParameterizedTest
    @CsvSource({"110, 827d", "111, 827e007e", "65520, 827effff", "65521, 827f0000000000010000"})
    void lengthsOfWebSocketFramesHaveThreeForms(int payload, String before) {
        var frame = MediaFrame.of(FrameKind.AUDIO, 0, new byte[payload]);
        assertThat(encoded(format(Framing.WEB_SOCKET, Tracks.ALL), frame)).startsWith(before + "08");
    }

    @Test
    void unwantedFramesAreNothing() {
        var sound = MediaFrame.of(FrameKind.AUDIO, 0, Payloads.aacFrame(1));
        var picture = MediaFrame.of(FrameKind.VIDEO, 0, Payloads.avcKeyFrame(1));
        var data = MediaFrame.of(FrameKind.DATA, 0, Payloads.onMetaData());
        assertThat(encoded(format(Framing.CHUNKED, Tracks.VIDEO), sound)).isEmpty();
        assertThat(encoded(format(Framing.CHUNKED, Tracks.AUDIO), picture)).isEmpty();
        assertThat(encoded(format(Framing.CHUNKED, Tracks.AUDIO), sound)).isNotEmpty();
        assertThat(encoded(format(Framing.CHUNKED, Tracks.VIDEO), picture)).isNotEmpty();
        assertThat(encoded(format(Framing.CHUNKED, Tracks.AUDIO), data)).isNotEmpty();
    }

    @Test
    void oldPlayersGetHevcByItsNumber() {
        var legacy = new FlvFormat(Framing.RAW, Tracks.ALL, HevcTags.LEGACY);
        var frame = MediaFrame.of(FrameKind.VIDEO, 0, Payloads.hevcKeyFrame(1));
        assertThat(encoded(legacy, frame).substring(22)).startsWith("1c01");
    }

    @Test
    void flagsTellOfWhatIsThereAndWanted() {
        var both = format(Framing.CHUNKED, Tracks.ALL).header(true, true);
        assertThat(ByteBufUtil.hexDump(both)).isEqualTo("640d0a" + "464c560105" + "00000009" + "00000000" + "0d0a");
        assertThat(format(Framing.RAW, Tracks.AUDIO).header(true, true).getByte(4))
                .isEqualTo((byte) 4);
        assertThat(format(Framing.RAW, Tracks.ALL).header(false, true).getByte(4))
                .isEqualTo((byte) 1);
    }
}
