package dev.headwater.media.ts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.TrackFormat;
import dev.headwater.testkit.Payloads;
import dev.headwater.testkit.TransportStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TsSegmentWriterTest {
    private static final TrackFormat AVC = track(FrameKind.VIDEO, Payloads.avcSequenceHeader());
    private static final TrackFormat HEVC = track(FrameKind.VIDEO, Payloads.hevcSequenceHeader());
    private static final TrackFormat AAC = track(FrameKind.AUDIO, Payloads.aacSequenceHeader());
    private static final TrackFormat OPUS = track(FrameKind.AUDIO, hex("904f707573"));
    private static final TrackFormat AC3 = track(FrameKind.AUDIO, hex("9161632d330b77fe95144043e106f4"));

    @Test
    void tableTellsWhatIsIn() {
        var read = write(List.of(HEVC, OPUS), List.of(frame(FrameKind.VIDEO, 0, Payloads.hevcKeyFrame(1))));
        assertThat(read.streams()).containsOnlyKeys(0x100, 0x101);
        assertThat(read.ofType(0x24).descriptors()).isEqualTo("050448455643");
        assertThat(read.ofType(0x06).descriptors()).isEqualTo("05044f7075737f028002");
        var sound = write(List.of(AC3), List.of(frame(FrameKind.AUDIO, 0, hex("9161632d330b77fe95"))));
        assertThat(sound.ofType(0x81).descriptors()).isEqualTo("050441432d33");
        assertThat(sound.ofType(0x81).packets().getFirst().streamId()).isEqualTo(0xBD);
        assertThat(sound.clocks()).containsExactly(837_000L);
    }

    @Test
    void headerOfEachAacFrameTellsItsLength() { // ISO/IEC 14496-3, 1.A.3.2
        var frame = frame(FrameKind.AUDIO, 0, hex("af01" + "21".repeat(300)));
        assertThat(write(List.of(AAC), List.of(frame)).ofType(0x0F).bytes())
                .isEqualTo("fff15080267ffc" + "21".repeat(300));
    }

    @Test
    void headerOfEachOpusPacketTellsItsLength() {
        var frame = frame(FrameKind.AUDIO, 0, hex("914f707573" + "fc".repeat(300)));
        assertThat(write(List.of(OPUS), List.of(frame)).ofType(0x06).bytes()).isEqualTo("7fe0ff2d" + "fc".repeat(300));
    }

    @Test
    void pictureStartsWithItsDelimiterAndAKeyWithItsSets() {
        var key = frame(FrameKind.VIDEO, 0, hex("1701000000" + "000000020910" + "000000036588aa"));
        var inter = frame(FrameKind.VIDEO, 40, hex("2701000000" + "00000002419a"));
        var packets = write(List.of(AVC), List.of(key, inter)).ofType(0x1B).packets();
        assertThat(packets.getFirst().bytes())
                .startsWith("0000000109f0" + "000000016764000d")
                .contains("0000000168ef")
                .endsWith("000000016588aa")
                .doesNotContain("0000000109" + "10");
        assertThat(packets.getLast().bytes()).isEqualTo("0000000109f0" + "00000001419a");
    }

    @Test
    void clockIsToldOftenEnoughWithoutFrames() {
        var slow = LongStream.iterate(0, ms -> ms <= 4_000, ms -> ms + 500)
                .mapToObj(ms -> frame(FrameKind.VIDEO, ms, Payloads.avcKeyFrame(1)))
                .toList();
        assertThat(write(List.of(AVC), slow).maxClockStep()).isBetween(7_000L, 9_000L);
        var sound = IntStream.range(0, 100)
                .mapToObj(i -> frame(FrameKind.AUDIO, i * 1_024_000L / 44_100, Payloads.aacFrame(i)))
                .toList();
        assertThat(write(List.of(AAC), sound).maxClockStep()).isBetween(7_000L, 9_000L);
    }

    @Test
    void timeWrapsAfterADay() { // 2^33 / 90 kHz is 26.5 hours
        long ms = (1L << 33) / 90 - 10_000 + 1_000;
        var packets = write(List.of(AVC), List.of(frame(FrameKind.VIDEO, ms, Payloads.avcKeyFrame(1))));
        assertThat(packets.ofType(0x1B).packets().getFirst().decoded()).isEqualTo((ms * 90 + 900_000) % (1L << 33));
    }

    @Test
    void brokenUnitIsLeftOutWithAllBehindIt() {
        var cut = frame(FrameKind.VIDEO, 0, hex("1701000000" + "00000002650a" + "0000ffff41"));
        assertThat(write(List.of(AVC), List.of(cut)).ofType(0x1B).bytes()).endsWith("00000001650a");
        for (var empty : List.of("7fffffff65", "ffffffff65", "00000000", "0000", "000000020910")) {
            var nothing = frame(FrameKind.VIDEO, 0, hex("1701000000" + empty));
            assertThat(write(List.of(AVC), List.of(nothing)).ofType(0x1B).packets())
                    .as(empty)
                    .isEmpty();
        }
    }

    @Test
    void frameTooLongForItsHeaderIsLeftOut() {
        var frames = List.of(
                frame(FrameKind.AUDIO, 0, Payloads.aacFrame(1)),
                frame(FrameKind.AUDIO, 23, Arrays.copyOf(hex("af0121"), 9_000)),
                frame(FrameKind.AUDIO, 46, Payloads.aacFrame(2)));
        assertThat(write(List.of(AAC), frames).ofType(0x0F).bytes().length() / 2)
                .isEqualTo(2 * (7 + 22));
    }

    @Test
    void aacThatAdtsCannotSayStaysOut() {
        for (var header : List.of("af00f94640", "af001180")) { // xHE, speakers told elsewhere
            assertThat(TsSegmentWriter.takes(track(FrameKind.AUDIO, hex(header))))
                    .as(header)
                    .isFalse();
        }
        for (var header : List.of("af0017802ee010", "af002b118800")) { // a rate in full, HE
            assertThat(TsSegmentWriter.takes(track(FrameKind.AUDIO, hex(header))))
                    .as(header)
                    .isTrue();
        }
    }

    @Property
    void anyBytesMakeASoundSegment(
            @ForAll @IntRange(max = 4) int video,
            @ForAll @Size(max = 12) List<@Size(max = 80) byte[]> bodies,
            @ForAll @Size(value = 12) List<@LongRange(min = 0, max = 20_000) Long> stamps,
            @ForAll @Size(value = 12) List<Boolean> kinds) {
        var picture = video == 0 ? HEVC : AVC;
        var tracks = List.of(picture, List.of(AAC, OPUS, AC3, AAC, OPUS).get(video));
        var frames = new ArrayList<MediaFrame>();
        long bytes = 0;
        for (int i = 0; i < bodies.size(); i++) {
            boolean isVideo = kinds.get(i);
            String start = isVideo
                    ? picture.equals(HEVC) ? "9168766331000050" : "1701000050"
                    : List.of("af01", "914f707573", "9161632d33", "af01", "914f707573")
                            .get(video);
            byte[] payload = concat(hex(start), bodies.get(i));
            frames.add(frame(isVideo ? FrameKind.VIDEO : FrameKind.AUDIO, stamps.get(i), payload));
            bytes += payload.length;
        }
        byte[] segment = TsSegmentWriter.write(tracks, frames);
        var read = TransportStream.read(segment);
        assertThat(read.streams()).hasSize(2);
        assertThat((long) segment.length).isLessThan(188L * (4 + 12 * 3 + 250) + 5 * bytes);
    }

    private static TransportStream write(List<TrackFormat> tracks, List<MediaFrame> frames) {
        return TransportStream.read(TsSegmentWriter.write(tracks, frames));
    }

    private static MediaFrame frame(FrameKind kind, long ms, byte[] payload) {
        return MediaFrame.of(kind, ms, payload);
    }

    private static TrackFormat track(FrameKind kind, byte[] header) {
        return Optional.of(MediaFrame.of(kind, 0, header))
                .flatMap(TrackFormat::of)
                .orElseThrow();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
