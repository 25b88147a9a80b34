package dev.headwater.media.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Payloads;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Headers and first frames of ffmpeg 8's encoders, and whatever a stranger may send for one. */
class TrackFormatTest {
    private static final String AVC = "1700000000";
    private static final String AVC_1080 =
            "01640029ffe1001b67640029acd940780227e5c044000003000400000300c83c60c65801000668ebe3cb22c0fdf8f800";
    private static final String HEVC_MAIN_10 =
            "01022000000090000000000078f000fcfdfafa00000f02a00001001840010c01ffff022000000300900000030000030078959809a10001"
                    + "002d420101022000000300900000030000030078a003c08010e754d96566924caf016808000003000800000300c840";
    private static final String AV1_360 = "81010c000a0b0000000cc4ff6736be4010";
    private static final String OPUS = "4f707573";
    private static final String OPUS_HEAD = "4f707573486561640102380180bb0000000000";
    private static final String STREAM_INFO = "12001200000000004a580bb802f0" + "00".repeat(20);

    @Test
    void codecHasTheNameThatBrowsersKnow() { // RFC 6381
        assertThat(video(AVC + AVC_1080).rfc6381()).isEqualTo("avc1.640029");
        assertThat(video("9068766331" + HEVC_MAIN_10).rfc6381()).isEqualTo("hvc1.2.4.L120.90");
        assertThat(format(FrameKind.VIDEO, Payloads.hevcSequenceHeader())
                        .orElseThrow()
                        .rfc6381())
                .isEqualTo("hvc1.1.6.L60.90");
        assertThat(video("9061763031" + AV1_360).rfc6381()).isEqualTo("av01.0.01M.08");
        assertThat(video("9176703039" + "82498342" + "0013f00b36").rfc6381()).isEqualTo("vp09.00.11.08");
        assertThat(audio("af001210").rfc6381()).isEqualTo("mp4a.40.2");
        assertThat(audio("af002b118800").rfc6381()).isEqualTo("mp4a.40.5");
        assertThat(audio("af00eb8a08").rfc6381()).isEqualTo("mp4a.40.29");
        assertThat(audio("2ffffb9464").rfc6381()).isEqualTo("mp4a.40.34");
        assertThat(audio("90" + OPUS + OPUS_HEAD).rfc6381()).isEqualTo("opus");
        assertThat(audio("90664c6143" + STREAM_INFO).rfc6381()).isEqualTo("flac");
        assertThat(audio("9161632d330b77fe95144043e106f4").rfc6381()).isEqualTo("ac-3");
        assertThat(audio("9165632d330b77017f3487c0002084").rfc6381()).isEqualTo("ec-3");
    }

    @Test
    void soundIsCountedInTheRateOfItsFrames() {
        var plain = audio("af001210");
        assertThat(List.of(plain.timescale(), plain.sampleRate(), plain.channels()))
                .containsExactly(44_100, 44_100, 2);
        var replicated = audio("af002b118800"); // AAC-LC at 24 kHz, played at 48
        assertThat(List.of(replicated.timescale(), replicated.sampleRate())).containsExactly(24_000, 48_000);
        var opus = audio("90" + OPUS + OPUS_HEAD);
        assertThat(List.of(opus.timescale(), opus.channels())).containsExactly(48_000, 2);
        var flac = audio("90664c6143" + "664c6143" + "80000022" + STREAM_INFO);
        assertThat(List.of(flac.timescale(), flac.channels())).containsExactly(48_000, 2);
        var ac3 = audio("9161632d330b77fe95144043e106f4");
        assertThat(List.of(ac3.timescale(), ac3.channels())).containsExactly(48_000, 2);
    }

    @Test
    void boxOfAc3IsMadeFromItsFirstFrame() { // as ffmpeg's own muxer writes them
        assertThat(audio("9161632d330b77fe95144043e106f4").record())
                .asHexString()
                .isEqualTo("101140");
        assertThat(audio("9165632d330b77017f3487c0002084").record())
                .asHexString()
                .isEqualTo("0600200400");
    }

    @Test
    void opusDoesWithoutAHeader() {
        assertThat(audio("90" + OPUS).channels()).isEqualTo(2);
        assertThat(audio("91" + OPUS + "fcb406").channels()).isEqualTo(2);
        assertThat(audio("df78b406").channels()).isEqualTo(1);
        assertThat(audio("90" + OPUS).record()).asHexString().isEqualTo("4F707573486561640102000080BB0000000000");
    }

    @Test
    void sizeOfVp9IsInItsKeyFrames() {
        var track = video("9176703039" + "82498342" + "0013f00b36");
        assertThat(List.of(track.width(), track.height())).containsExactly(320, 180);
        assertThat(track.record()).asHexString().isEqualTo("000B820202020000");
        assertThat(format(FrameKind.VIDEO, hex("a176703039" + "86004041")))
                .as("no key frame")
                .isEmpty();
    }

    @Test
    void trackTakesItsOwnCodedFramesAlone() {
        var track = format(FrameKind.VIDEO, Payloads.avcSequenceHeader()).orElseThrow();
        assertThat(track.takes(frame(FrameKind.VIDEO, Payloads.avcInterFrame(1))))
                .isTrue();
        assertThat(track.takes(frame(FrameKind.VIDEO, Payloads.avcSequenceHeader())))
                .isFalse();
        assertThat(track.takes(frame(FrameKind.VIDEO, Payloads.avcEndOfSequence())))
                .isFalse();
        assertThat(track.takes(frame(FrameKind.VIDEO, Payloads.hevcKeyFrame(1))))
                .isFalse();
        assertThat(track.takes(frame(FrameKind.AUDIO, Payloads.aacFrame(1)))).isFalse();
        assertThat(track.takes(frame(FrameKind.VIDEO, hex("9601" + "61766331" + "02" + "000000" + "0000000165"))))
                .as("of the second track")
                .isFalse();
    }

    @Test
    void equalHeadersAreEqualFormats() {
        assertThat(video(AVC + AVC_1080))
                .isEqualTo(video("9061766331" + AVC_1080))
                .hasSameHashCodeAs(video(AVC + AVC_1080));
        assertThat(video(AVC + AVC_1080))
                .isNotEqualTo(
                        format(FrameKind.VIDEO, Payloads.avcSequenceHeader()).orElseThrow());
        assertThat(audio("2ffffb9464")).isEqualTo(audio("2ffffbb464")).isNotEqualTo(audio("2ffff384c4"));
    }

    @Test
    void headerThatTellsTooLittleIsNoFormat() {
        for (String header : List.of(
                "1700000000" + "01640029ff", // cut
                "1700000000" + "01640029ffe00000", // no sets
                "1700000000" + "01640029ffe1ffff67", // a set beyond the end
                "9068766331" + "0102",
                "9061763031" + "010c0000",
                "9176703039" + "8249",
                "907670303901000000000b820202020000",
                "9076383038",
                "")) {
            assertThat(format(FrameKind.VIDEO, hex(header))).as(header).isEmpty();
        }
        for (String header :
                List.of("af0012", "af001790", "90" + OPUS + "4f70", "2f1234567890", "90664c6143aa", "7200")) {
            assertThat(format(FrameKind.AUDIO, hex(header))).as(header).isEmpty();
        }
    }

    @Property
    void strangersBytesAreAPossibleFormatOrNone(
            @ForAll @IntRange(max = 11) int tag, @ForAll @Size(max = 200) byte[] bytes) {
        var tags = List.of(
                AVC,
                "1701000000",
                "9068766331",
                "9061763031",
                "9176703039",
                "af00",
                "90" + OPUS,
                "91" + OPUS,
                "2f",
                "90664c6143",
                "9161632d33",
                "9165632d33");
        var start = hex(tags.get(tag));
        byte[] payload = Arrays.copyOf(start, start.length + bytes.length);
        System.arraycopy(bytes, 0, payload, start.length, bytes.length);
        for (FrameKind kind : FrameKind.values()) {
            format(kind, payload).ifPresent(track -> {
                assertThat(track.timescale()).isPositive();
                assertThat(track.rfc6381()).isNotEmpty();
            });
        }
    }

    @Test
    void recordOfAnyLengthIsAFormatOrNone() {
        for (String whole : List.of(AVC + AVC_1080, "9068766331" + HEVC_MAIN_10, "9061763031" + AV1_360)) {
            byte[] bytes = hex(whole);
            for (int length = 0; length <= bytes.length; length++) {
                format(FrameKind.VIDEO, Arrays.copyOf(bytes, length))
                        .ifPresent(track -> assertThat(track.record()).hasSizeLessThan(bytes.length));
            }
        }
        assertThat(format(FrameKind.AUDIO, Arrays.copyOf(hex("af001210"), 1 << 20)))
                .isEmpty();
    }

    private static TrackFormat video(String hex) {
        return format(FrameKind.VIDEO, hex(hex)).orElseThrow();
    }

    private static TrackFormat audio(String hex) {
        return format(FrameKind.AUDIO, hex(hex)).orElseThrow();
    }

    private static Optional<TrackFormat> format(FrameKind kind, byte[] payload) {
        return TrackFormat.of(frame(kind, payload));
    }

    private static MediaFrame frame(FrameKind kind, byte[] payload) {
        return MediaFrame.of(kind, 0, payload);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
