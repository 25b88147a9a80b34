package dev.headwater.media.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TrackClockTest {
    private static final TrackFormat AAC_44 = track("af001210");
    private static final TrackFormat AAC_48 = track("af001190");
    private static final TrackFormat OPUS = track("904f707573");

    @Test
    void framesFollowEachOtherToTheSample() {
        var times = times(AAC_48, aac(0, 100, 48_000));
        assertThat(steps(times)).containsOnly(1_024L);
    }

    @Test
    void clocksThatStartAtDifferentPlacesAgree() {
        var frames = aac(0, 2_000, 48_000);
        long first = times(AAC_48, frames.subList(100, 115)).getFirst();
        for (int from = 101; from < 1_900; from++) {
            long start = times(AAC_48, frames.subList(from, from + 15)).getFirst();
            assertThat(start).isEqualTo(first + (from - 100) * 1_024L);
        }
        var odd = aac(0, 2_000, 44_100);
        long oddFirst = times(AAC_44, odd.subList(100, 115)).getFirst();
        for (int from = 101; from < 1_900; from++) {
            long start = times(AAC_44, odd.subList(from, from + 15)).getFirst();
            assertThat(start).isBetween(oddFirst + (from - 100) * 1_024L - 12, oddFirst + (from - 100) * 1_024L + 12);
        }
    }

    @Test
    void oneLateStampMovesNothing() {
        var frames = new ArrayList<>(aac(0, 50, 48_000));
        frames.set(0, frames.getFirst().at(30));
        assertThat(steps(times(AAC_48, frames))).containsOnly(1_024L);
        assertThat(times(AAC_48, frames).getFirst()).isLessThan(20);
    }

    @Test
    void whatWasLostIsAGap() {
        var frames = new ArrayList<>(aac(0, 50, 48_000));
        frames.subList(20, 30).clear(); // 213 ms
        var times = times(AAC_48, frames);
        assertThat(times.get(20) - times.get(19)).isBetween(11 * 1_024L - 48, 11 * 1_024L + 48);
        assertThat(steps(times.subList(20, 40))).containsOnly(1_024L);
    }

    @Test
    void packetOfOpusTellsItsLength() { // RFC 6716, 3.1
        assertThat(steps(times(
                        OPUS,
                        List.of(opus(0, "fc"), opus(20, "fd"), opus(60, "e0"), opus(63, "0b06"), opus(123, "00")))))
                .containsExactly(960L, 1_920L, 120L, 5_760L);
    }

    @Property
    void timeNeverRunsBackwards(
            @ForAll @Size(min = 1, max = 40) List<@LongRange(min = 0, max = 1_000) Long> stamps,
            @ForAll @IntRange(max = 255) int toc) {
        var frames = stamps.stream()
                .map(ms ->
                        MediaFrame.of(FrameKind.AUDIO, ms, new byte[] {(byte) 0x91, 'O', 'p', 'u', 's', (byte) toc, 9}))
                .toList();
        var times = times(OPUS, frames);
        assertThat(times).isSorted();
        assertThat(times.getFirst()).isNotNegative();
    }

    private static List<Long> times(TrackFormat track, List<MediaFrame> frames) {
        var clock = new TrackClock(track, frames);
        return frames.stream().map(clock::next).toList();
    }

    private static List<Long> steps(List<Long> times) {
        return IntStream.range(1, times.size())
                .mapToObj(i -> times.get(i) - times.get(i - 1))
                .toList();
    }

    /** Frames whose stamps are rounded down, as encoders do. */
    private static List<MediaFrame> aac(int from, int count, int rate) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> MediaFrame.of(FrameKind.AUDIO, i * 1_024_000L / rate, new byte[] {(byte) 0xAF, 1, 0x21}))
                .toList();
    }

    private static MediaFrame opus(long ms, String packet) {
        return MediaFrame.of(FrameKind.AUDIO, ms, HexFormat.of().parseHex("914f707573" + packet));
    }

    private static TrackFormat track(String header) {
        return TrackFormat.of(MediaFrame.of(FrameKind.AUDIO, 0, HexFormat.of().parseHex(header)))
                .orElseThrow();
    }
}
