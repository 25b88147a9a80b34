package dev.headwater.loadtest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long START = 7_000;

    private final Progress progress = new Progress(START);

    @Test
    void aBlockOfLinesIsOneReading() {
        assertThat(progress.line("frame=25", at(0.9))).isFalse();
        progress.line("fps= 24.8", at(0.9));
        progress.line("bitrate=N/A", at(0.9));
        progress.line("out_time_us=1000000", at(0.9));
        progress.line("dup_frames=2", at(0.9));
        progress.line("drop_frames=3", at(0.9));
        progress.line("speed=1.01x", at(0.9));
        assertThat(progress.line("progress=continue", at(0.9))).isTrue();

        assertThat(progress.reading())
                .isEqualTo(
                        new Progress.Reading(25, 0, 1.01, Optional.of(Duration.ofMillis(900)), 2, 3, 0, Duration.ZERO));
    }

    @Test
    void thePaceIsThatSinceTheFirstFrames() {
        frames(30, 2); // what a player gets at once
        frames(55, 3);
        frames(80, 4);
        assertThat(progress.reading().fps()).isEqualTo(25);

        frames(80, 6);
        assertThat(progress.reading().fps()).as("of all the time").isEqualTo(12.5);
    }

    @Test
    void nothingCountsAsAFrameBeforeTheFirstOne() {
        frames(0, 1);
        frames(0, 9);
        progress.ended(at(20));

        assertThat(progress.reading().firstOutput()).isEmpty();
        assertThat(progress.reading().stalls()).isZero();
    }

    @Test
    void moreThanASecondWithoutANewFrameIsAStall() {
        frames(1, 1);
        frames(26, 2); // exactly a second is none
        frames(26, 3);
        frames(26, 4);
        frames(27, 4.5);
        frames(28, 4.6);

        assertThat(progress.reading().stalls()).isEqualTo(1);
        assertThat(progress.reading().stalled()).isEqualTo(Duration.ofMillis(2_500));
    }

    @Test
    void aStallThatLastsToTheEndCounts() {
        frames(1, 1);
        progress.ended(at(5));

        assertThat(progress.reading().stalls()).isEqualTo(1);
        assertThat(progress.reading().stalled()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void soundAloneGoesOnByItsTime() {
        sound("N/A", 1);
        sound("23219", 2);
        sound("46439", 3.5);

        assertThat(progress.reading().firstOutput()).contains(Duration.ofSeconds(2));
        assertThat(progress.reading().stalls()).isEqualTo(1);
        assertThat(progress.reading().frames()).isZero();
    }

    @Test
    void linesThatAreNoFiguresAreLeftOut() {
        assertThat(progress.line("no equals sign", at(1))).isFalse();
        assertThat(progress.line("frame=many", at(1))).isFalse();
        frames(0, 1);

        assertThat(progress.reading()).isEqualTo(Progress.Reading.NOTHING_YET);
    }

    private void frames(long count, double seconds) {
        progress.line("frame=" + count, at(seconds));
        progress.line("progress=continue", at(seconds));
    }

    private void sound(String micros, double seconds) {
        progress.line("out_time_us=" + micros, at(seconds));
        progress.line("progress=continue", at(seconds));
    }

    private static long at(double seconds) {
        return START + Math.round(seconds * 1e9);
    }
}
