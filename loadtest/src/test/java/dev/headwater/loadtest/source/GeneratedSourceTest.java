package dev.headwater.loadtest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GeneratedSourceTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @Test
    void headersComeFirst() {
        var headers = new GeneratedSource(Shape.DEFAULT).headers();

        assertThat(headers).hasSize(3);
        assertThat(headers.get(0).isMetadata()).isTrue();
        assertThat(headers.get(1)).matches(MediaFrame::isSequenceHeader).matches(frame -> frame.codec() == Codec.AVC);
        assertThat(headers.get(2)).matches(MediaFrame::isSequenceHeader).matches(frame -> frame.codec() == Codec.AAC);
    }

    @Test
    void theBitRateIsTheOneThatWasAskedFor() {
        for (int kbps : new int[] {200, 1_000, 8_000}) {
            long bytes = frames(new Shape(kbps, 25, Duration.ofSeconds(2), true), TEN_SECONDS).stream()
                    .mapToLong(frame -> frame.payload().length)
                    .sum();

            assertThat(bytes * 8 / 10_000.0).isCloseTo(kbps, within(kbps * 0.02));
        }
    }

    @Test
    void eachGopStartsWithAKeyFrame() {
        var video = video(frames(new Shape(500, 30, Duration.ofSeconds(1), true), TEN_SECONDS));

        assertThat(video).hasSize(300);
        assertThat(IntStream.range(0, video.size()).filter(i -> video.get(i).isKeyFrame()))
                .containsExactly(0, 30, 60, 90, 120, 150, 180, 210, 240, 270);
    }

    @Test
    void timestampsAreThoseOfTheDueTimesAndNeverGoBack() {
        var frames = frames(Shape.DEFAULT, TEN_SECONDS);

        assertThat(frames.stream().map(MediaFrame::timestampMs)).isSorted();
        assertThat(frames.stream().filter(frame -> frame.kind() == FrameKind.AUDIO))
                .hasSize((int) Math.ceil(10 * 44_100 / 1_024.0));
        assertThat(video(frames).getLast().timestampMs()).isEqualTo(9_960);
    }

    @Test
    void aFrameIsOneNalUnitWithoutStartCode() {
        assertThat(video(frames(Shape.DEFAULT, TEN_SECONDS))).allSatisfy(frame -> {
            byte[] payload = frame.payload();
            assertThat(ByteBuffer.wrap(payload).getInt(5)).isEqualTo(payload.length - 9);
            assertThat(IntStream.range(9, payload.length - 1)).noneMatch(i -> payload[i] == 0 && payload[i + 1] == 0);
        });
    }

    @Test
    void sequencesCountTheVideoFrames() {
        var video = video(frames(Shape.DEFAULT, TEN_SECONDS));

        assertThat(IntStream.range(0, video.size())).allMatch(i -> {
            byte[] payload = video.get(i).payload();
            return SendStamp.sequence(payload, SendStamp.find(payload)) == i;
        });
    }

    @Test
    void framesOfSoundAreCountedByThemselves() {
        for (var format : Format.values()) {
            var sound = frames(new GeneratedSource(Shape.DEFAULT, 3, format), TEN_SECONDS).stream()
                    .filter(frame -> frame.kind() == FrameKind.AUDIO)
                    .map(MediaFrame::payload)
                    .toList();

            assertThat(IntStream.range(0, sound.size())).allMatch(i -> {
                int at = SendStamp.findInSound(sound.get(i));
                return SendStamp.sequence(sound.get(i), at) == i && SendStamp.publication(sound.get(i), at) == 3;
            });
            assertThat(sound).allMatch(payload -> SendStamp.find(payload) < 0);
        }
    }

    @Test
    void soundTooShortForAStampHasNone() {
        var shape = new Shape(32, 25, Duration.ofSeconds(2), true);

        assertThat(frames(shape, TEN_SECONDS))
                .filteredOn(frame -> frame.kind() == FrameKind.AUDIO)
                .isNotEmpty()
                .allMatch(frame -> SendStamp.findInSound(frame.payload()) < 0);
    }

    @Test
    void thereMayBeNoAudio() {
        var shape = new Shape(300, 25, Duration.ofSeconds(2), false);

        assertThat(new GeneratedSource(shape).headers()).noneMatch(frame -> frame.kind() == FrameKind.AUDIO);
        assertThat(frames(shape, TEN_SECONDS)).noneMatch(frame -> frame.kind() == FrameKind.AUDIO);
    }

    @Test
    void aSmallBitRateStillHasRoomForTheStamp() {
        assertThat(video(frames(new Shape(32, 60, Duration.ofSeconds(1), true), TEN_SECONDS)))
                .allMatch(frame -> SendStamp.find(frame.payload()) >= 0);
    }

    @Test
    void anImpossibleShapeIsRefused() {
        assertThatThrownBy(() -> new Shape(1, 25, Duration.ofSeconds(2), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kbps must be 32 to");
    }

    private static List<MediaFrame> frames(Shape shape, Duration length) {
        return frames(new GeneratedSource(shape), length);
    }

    private static List<MediaFrame> frames(GeneratedSource source, Duration length) {
        return Stream.generate(
                        () -> source.nextDueNanos() < length.toNanos() ? List.of(source.next()) : List.<MediaFrame>of())
                .takeWhile(frame -> !frame.isEmpty())
                .map(List::getFirst)
                .toList();
    }

    private static List<MediaFrame> video(List<MediaFrame> frames) {
        return frames.stream().filter(frame -> frame.kind() == FrameKind.VIDEO).toList();
    }
}
