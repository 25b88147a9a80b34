package dev.headwater.loadtest.hls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlayheadTest {
    private final Playhead playhead = new Playhead(2);

    @Test
    void playingBeginsWithTheFirstPieceOfEachTrack() {
        playhead.load(0, 2_000, 100);
        assertThat(playhead.isPlaying()).isFalse();

        playhead.load(1, 2_000, 300);
        assertThat(playhead.isPlaying()).isTrue();
        assertThat(playhead.shownAt(1_000)).isEqualTo(1_300);
    }

    @Test
    void whoseTracksComeInTimeNeverHalts() {
        playhead.load(0, 2_000, 0);
        playhead.load(1, 2_000, 0);

        assertThat(playhead.load(0, 2_000, 1_500)).isZero();
        assertThat(playhead.load(1, 2_000, 2_000)).isZero();
        assertThat(playhead.haltedFor(4_000)).isZero();
    }

    @Test
    void itHaltsUntilTheTrackThatRanOutGoesOn() {
        playhead.load(0, 2_000, 0);
        playhead.load(1, 2_000, 0);

        assertThat(playhead.load(0, 2_000, 2_500)).isZero(); // the other one is still missing
        assertThat(playhead.haltedFor(2_600)).isEqualTo(600);
        assertThat(playhead.load(1, 2_000, 2_700)).isEqualTo(700);
        assertThat(playhead.shownAt(2_000)).isEqualTo(2_700);
        assertThat(playhead.haltedFor(4_700)).isZero();
    }
}
