package dev.headwater.media.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Payloads;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Configuration records of real encoders (x264, x265, libaom, ffmpeg's AAC), and whatever a stranger may send for one. */
class FormatTest {
    private static final String AVC = "1700000000";
    private static final String HEVC = "9068766331";
    private static final String AV1 = "9061763031";
    private static final String AAC = "af00";
    private static final String EX_OPUS = "904f707573";

    private static final String AVC_1080 =
            "01640029ffe1001b67640029acd940780227e5c044000003000400000300c83c60c65801000668ebe3cb22c0fdf8f800";
    private static final String HEVC_MAIN_10 =
            "01022000000090000000000078f000fcfdfafa00000f04a00001001840010c01ffff022000000300900000030000030078959809a10001"
                    + "002d420101022000000300900000030000030078a003c08010e754d96566924caf016808000003000800000300c840";
    private static final String AV1_360 = "81010c000a0b0000000cc4ff6736be4010";

    @Test
    void pictureIsAsItsEncoderWasTold() {
        assertThat(video(AVC + AVC_1080)).isEqualTo(new VideoFormat(Codec.AVC, "High", "4.1", 1920, 1080));
        assertThat(video(AVC + "0142c01fffe100196742c01fd9005005bb011000000300100000030320f183248001000568cb83cb20"))
                .isEqualTo(new VideoFormat(Codec.AVC, "Constrained Baseline", "3.1", 1280, 720));
        var interlaced = "017a001effe10018677a001ebcd940b424d8088000000300800000190f8a14cb01000668fba3cb22c0fef8f800";
        assertThat(video(AVC + interlaced)).isEqualTo(new VideoFormat(Codec.AVC, "High 4:2:2", "3.0", 720, 576));
        assertThat(video(HEVC + HEVC_MAIN_10)).isEqualTo(new VideoFormat(Codec.HEVC, "Main 10", "4.0", 1918, 1078));
        assertThat(VideoFormat.of(frame(FrameKind.VIDEO, Payloads.hevcSequenceHeader())))
                .isEqualTo(new VideoFormat(Codec.HEVC, "Main", "2.0", 320, 180));
        assertThat(video(AV1 + AV1_360)).isEqualTo(new VideoFormat(Codec.AV1, "Main", "2.1", 640, 360));
    }

    @Test
    void headerIsTheSameInEveryTag() {
        var high = new VideoFormat(Codec.AVC, "High", "4.1", 1920, 1080);
        for (String tag : List.of("9061766331", "9700aa0061766331", "9600617663 3100".replace(" ", ""))) {
            assertThat(video(tag + AVC_1080)).as(tag).isEqualTo(high);
        }
        assertThat(video("1c00000000" + HEVC_MAIN_10).width()).isEqualTo(1918);
        assertThat(audio("906d703461" + "1210")).isEqualTo(new AudioFormat(Codec.AAC, "LC", 44_100, 2));
    }

    @Test
    void soundIsAsItsEncoderWasTold() {
        assertThat(audio(AAC + "1210")).isEqualTo(new AudioFormat(Codec.AAC, "LC", 44_100, 2));
        assertThat(audio(AAC + "11b056e500")).isEqualTo(new AudioFormat(Codec.AAC, "LC", 48_000, 6));
        assertThat(audio(AAC + "eb8a08")).isEqualTo(new AudioFormat(Codec.AAC, "HEv2", 44_100, 2));
        assertThat(audio(AAC + "f94640")).isEqualTo(new AudioFormat(Codec.AAC, "xHE", 48_000, 2));
        assertThat(audio(AAC + "17802ee010"))
                .as("a rate in full: 24,000")
                .isEqualTo(new AudioFormat(Codec.AAC, "LC", 24_000, 2));
        assertThat(audio(EX_OPUS + "4f70757348656164 01 02 3801 80bb0000 0000 00".replace(" ", "")))
                .isEqualTo(new AudioFormat(Codec.OPUS, "", 48_000, 2));
        assertThat(audio(EX_OPUS)).isEqualTo(new AudioFormat(Codec.OPUS, "", 48_000, 0));
        assertThat(audio("2ffffb9464")).isEqualTo(new AudioFormat(Codec.MP3, "", 48_000, 2));
        assertThat(audio("2ffff384c4")).isEqualTo(new AudioFormat(Codec.MP3, "", 24_000, 1));
        assertThat(audio("7200")).isEqualTo(new AudioFormat(Codec.G711_ALAW, "", 8_000, 1));
    }

    @Test
    void whatHasNoHeaderIsItsCodecAlone() {
        assertThat(VideoFormat.of(frame(FrameKind.VIDEO, Payloads.avcKeyFrame(7))))
                .isEqualTo(VideoFormat.unknown(Codec.AVC));
        assertThat(AudioFormat.of(frame(FrameKind.AUDIO, Payloads.aacFrame(7))))
                .isEqualTo(AudioFormat.unknown(Codec.AAC));
        assertThat(video("9076703039010203")).isEqualTo(VideoFormat.unknown(Codec.VP9));
    }

    @Test
    void recordThatIsCutTellsNoSizeThatIsNotThere() {
        for (String whole : List.of(AVC + AVC_1080, HEVC + HEVC_MAIN_10, AV1 + AV1_360)) {
            var size = video(whole);
            byte[] bytes = HexFormat.of().parseHex(whole);
            for (int length = 0; length < bytes.length; length++) {
                var cut = VideoFormat.of(frame(FrameKind.VIDEO, Arrays.copyOf(bytes, length)));
                assertThat(cut.width()).as("%s cut to %d", whole, length).isIn(0, size.width());
            }
        }
    }

    @Property
    void strangersBytesAreAPossibleFormat(@ForAll @IntRange(max = 7) int tag, @ForAll @Size(max = 200) byte[] bytes) {
        var start = HexFormat.of()
                .parseHex(List.of(AVC, HEVC, AV1, "9a", AAC, EX_OPUS, "2f", "906d703461")
                        .get(tag));
        assertPossible(concat(start, bytes));
    }

    @Property
    void oneWrongByteInARealRecordIsAPossibleFormat(
            @ForAll @IntRange(max = 2) int codec, @ForAll @IntRange(max = 100) int at, @ForAll byte wrong) {
        byte[] bytes = HexFormat.of()
                .parseHex(List.of(AVC + AVC_1080, HEVC + HEVC_MAIN_10, AV1 + AV1_360)
                        .get(codec));
        bytes[5 + at % (bytes.length - 5)] = wrong;
        assertPossible(bytes);
    }

    @Test
    void endlessRecordIsCut() {
        assertPossible(concat(HexFormat.of().parseHex(AVC), new byte[1 << 20]));
    }

    private static void assertPossible(byte[] payload) {
        var picture = VideoFormat.of(frame(FrameKind.VIDEO, payload));
        assertThat(picture.width()).isBetween(0, 65_536);
        assertThat(picture.height()).isBetween(0, 65_536);
        assertThat(picture.width() == 0).isEqualTo(picture.height() == 0);
        var sound = AudioFormat.of(frame(FrameKind.AUDIO, payload));
        assertThat(sound.sampleRate()).isBetween(0, 768_000);
        assertThat(sound.channels()).isBetween(0, 255);
    }

    private static byte[] concat(byte[] start, byte[] rest) {
        byte[] both = Arrays.copyOf(start, start.length + rest.length);
        System.arraycopy(rest, 0, both, start.length, rest.length);
        return both;
    }

    private static VideoFormat video(String hex) {
        return VideoFormat.of(frame(FrameKind.VIDEO, HexFormat.of().parseHex(hex)));
    }

    private static AudioFormat audio(String hex) {
        return AudioFormat.of(frame(FrameKind.AUDIO, HexFormat.of().parseHex(hex)));
    }

    private static MediaFrame frame(FrameKind kind, byte[] payload) {
        return MediaFrame.of(kind, 0, payload);
    }
}
