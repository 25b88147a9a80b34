package dev.headwater.media.fmp4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.TrackFormat;
import dev.headwater.testkit.FragmentedMp4;
import dev.headwater.testkit.Payloads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FragmentWriterTest {
    private static final List<TrackFormat> TRACKS = List.of(
            track(FrameKind.VIDEO, Payloads.avcSequenceHeader()),
            track(FrameKind.VIDEO, Payloads.hevcSequenceHeader()),
            track(FrameKind.VIDEO, hex("906176303181010c000a0b0000000cc4ff6736be4010")),
            track(FrameKind.VIDEO, hex("9176703039" + "82498342" + "0013f00b36")),
            track(FrameKind.AUDIO, Payloads.aacSequenceHeader()),
            track(FrameKind.AUDIO, hex("2ffffb9464")),
            track(FrameKind.AUDIO, hex("904f707573")),
            track(FrameKind.AUDIO, hex("90664c614312001200000000004a580bb802f0" + "00".repeat(20))),
            track(FrameKind.AUDIO, hex("9161632d330b77fe95144043e106f4")),
            track(FrameKind.AUDIO, hex("9165632d330b77017f3487c0002084")));

    /** The start of a coded frame of each of them. */
    private static final List<String> FRAMES = List.of(
            "1701000050",
            "91687663" + "31000050",
            "9161763031",
            "9176703039",
            "af01",
            "2f",
            "914f707573",
            "91664c6143",
            "9161632d33",
            "9165632d33");

    private static final TrackFormat AVC = TRACKS.getFirst();

    @Test
    void initSegmentTellsEachCodec() {
        var entries = TRACKS.stream()
                .map(track -> FragmentedMp4.read(InitSegment.of(track), new byte[0]))
                .map(init -> init.entry() + " " + String.join(" ", init.configuration()))
                .toList();
        assertThat(entries)
                .containsExactly(
                        "avc1 avcC",
                        "hvc1 hvcC",
                        "av01 av1C",
                        "vp09 vpcC",
                        "mp4a esds",
                        "mp4a esds",
                        "Opus dOps",
                        "fLaC dfLa",
                        "ac-3 dac3",
                        "ec-3 dec3");
    }

    @Test
    void pictureLastsUntilTheNextIsDecoded() {
        var frames = List.of(key(1_000, "000050"), inter(1_040, "ffffd8"), inter(1_075, "000000"));
        var samples = read(new FragmentWriter(AVC).write(7, frames, 1_120)).samples();
        assertThat(samples).extracting(FragmentedMp4.Sample::decodingTime).containsExactly(90_000L, 93_600L, 96_750L);
        assertThat(samples).extracting(FragmentedMp4.Sample::duration).containsExactly(3_600L, 3_150L, 4_050L);
        assertThat(samples)
                .extracting(FragmentedMp4.Sample::compositionTime)
                .containsExactly(97_200L, 90_000L, 96_750L);
        assertThat(samples).extracting(FragmentedMp4.Sample::isSync).containsExactly(true, false, false);
    }

    @Test
    void timeOfAWeekIsKept() {
        long week = 604_800_000;
        var read = read(new FragmentWriter(AVC).write(1, List.of(key(week, "000000")), week + 40));
        assertThat(read.fragments().getFirst().baseTime()).isEqualTo(week * 90);
    }

    @Test
    void whatIsNoMediaOfTheTrackIsPassedOver() {
        var writer = new FragmentWriter(AVC);
        var others = List.of(
                MediaFrame.of(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader()),
                MediaFrame.of(FrameKind.AUDIO, 0, Payloads.aacFrame(1)),
                MediaFrame.of(FrameKind.VIDEO, 0, Payloads.hevcKeyFrame(1)),
                MediaFrame.of(FrameKind.VIDEO, 0, new byte[0]),
                MediaFrame.of(FrameKind.VIDEO, 0, hex("1701000000")));
        assertThat(writer.write(1, others, 40)).isEmpty();
    }

    @Test
    void obuWithoutSizeGetsOneAndDelimitersGo() { // AV1 in ISO-BMFF, 2.4
        var whole = "0a030102033201aa";
        assertThat(av1("1200" + whole)).isEqualTo(whole);
        assertThat(av1("0a03010203" + "1200" + "3201aa")).isEqualTo(whole);
        assertThat(av1("1200" + "0a03010203" + "30aa")).isEqualTo(whole);
        assertThat(av1("0a03010203" + "3480" + "bb".repeat(200)))
                .as("with an extension")
                .isEqualTo("0a03010203" + "3680c801" + "bb".repeat(200));
        assertThat(av1(whole + "32ff")).as("cut").isEqualTo(whole);
        assertThat(av1(whole + "32ffffffffffffffffff01"))
                .as("a size beyond all")
                .isEqualTo(whole);
    }

    @Property
    void anyBytesMakeASoundFragment(
            @ForAll @IntRange(max = 9) int kind,
            @ForAll @Size(max = 12) List<@Size(max = 60) byte[]> bodies,
            @ForAll @Size(value = 12) List<@LongRange(min = 0, max = 1L << 40) Long> stamps) {
        var track = TRACKS.get(kind);
        byte[] start = hex(FRAMES.get(kind));
        var frames = new ArrayList<MediaFrame>();
        long bytes = 0;
        for (int i = 0; i < bodies.size(); i++) {
            byte[] payload = Arrays.copyOf(start, start.length + bodies.get(i).length);
            System.arraycopy(bodies.get(i), 0, payload, start.length, bodies.get(i).length);
            frames.add(MediaFrame.of(track.kind(), stamps.get(i), payload));
            bytes += payload.length;
        }
        byte[] fragment = new FragmentWriter(track).write(1, frames, 0);
        var read = FragmentedMp4.read(InitSegment.of(track), fragment);
        assertThat(read.samples()).hasSizeLessThanOrEqualTo(bodies.size());
        assertThat(fragment.length).isLessThan((int) (200 + 2 * bytes + 16L * bodies.size()));
    }

    private static String av1(String body) {
        var key = MediaFrame.of(FrameKind.VIDEO, 0, hex("9161763031" + body));
        byte[] fragment = new FragmentWriter(TRACKS.get(2)).write(1, List.of(key), 40);
        return FragmentedMp4.read(InitSegment.of(TRACKS.get(2)), fragment)
                .samples()
                .getFirst()
                .bytes();
    }

    private static FragmentedMp4 read(byte[] fragment) {
        return FragmentedMp4.read(InitSegment.of(AVC), fragment);
    }

    private static MediaFrame key(long ms, String composition) {
        return MediaFrame.of(FrameKind.VIDEO, ms, hex("1701" + composition + "0000000165"));
    }

    private static MediaFrame inter(long ms, String composition) {
        return MediaFrame.of(FrameKind.VIDEO, ms, hex("2701" + composition + "0000000141"));
    }

    private static TrackFormat track(FrameKind kind, byte[] header) {
        return TrackFormat.of(MediaFrame.of(kind, 0, header)).orElseThrow();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
