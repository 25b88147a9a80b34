package dev.headwater.media;

import static dev.headwater.media.FrameKind.AUDIO;
import static dev.headwater.media.FrameKind.DATA;
import static dev.headwater.media.FrameKind.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimelineTest {
    @Test
    void theFirstFrameIsAtTheStart() {
        var timeline = new Timeline(7_000);
        assertThat(timeline.map(VIDEO, 123_456)).isEqualTo(7_000);
        assertThat(timeline.map(AUDIO, 123_466)).isEqualTo(7_010);
        assertThat(timeline.map(VIDEO, 123_496)).isEqualTo(7_040);
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void aLiftedLineGoesOnFromItsNewPositionAndKeepsWhatLiesBetweenAudioAndVideo() {
        var timeline = new Timeline(0);
        timeline.map(VIDEO, 1_000);
        timeline.map(AUDIO, 1_000);
        timeline.map(VIDEO, 1_400);

        timeline.advanceTo(90_000);

        assertThat(timeline.map(VIDEO, 1_440)).isEqualTo(90_040);
        assertThat(timeline.map(AUDIO, 1_100)).isEqualTo(90_000);
        assertThat(timeline.map(AUDIO, 1_423)).isEqualTo(90_023);
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void aLineIsNotLiftedToWhereItHasBeen() {
        var timeline = new Timeline(7_000);
        timeline.map(VIDEO, 0);
        timeline.advanceTo(6_000);
        timeline.advanceTo(7_000);
        assertThat(timeline.map(VIDEO, 40)).isEqualTo(7_040);
    }

    @Test
    void aLineThatIsLiftedBeforeItsFirstFrameStartsThere() {
        var timeline = new Timeline(0);
        timeline.advanceTo(5_000);
        assertThat(timeline.map(AUDIO, 123_456)).isEqualTo(5_000);
        assertThat(timeline.map(VIDEO, 123_470)).isEqualTo(5_014);
    }

    @Test
    void audioThatComesLateKeepsItsPlace() {
        var timeline = new Timeline(0);
        timeline.map(VIDEO, 1_000);
        timeline.map(VIDEO, 1_400);
        assertThat(timeline.map(AUDIO, 1_100)).isEqualTo(100);
        assertThat(timeline.map(AUDIO, 1_123)).isEqualTo(123);
        assertThat(timeline.map(VIDEO, 1_440)).isEqualTo(440);
    }

    @Test
    void audioFromBeforeTheFirstFrameIsAtTheStart() {
        var timeline = new Timeline(500);
        timeline.map(VIDEO, 1_000);
        assertThat(timeline.map(AUDIO, 980)).isEqualTo(500);
        assertThat(timeline.map(AUDIO, 1_003)).isEqualTo(503);
    }

    @Test
    void theClockOfThePublisherMayWrap() {
        var timeline = new Timeline(0);
        timeline.map(VIDEO, 0xFFFF_FFF0);
        assertThat(timeline.map(AUDIO, 0xFFFF_FFFF)).isEqualTo(15);
        assertThat(timeline.map(VIDEO, 0x0000_0018)).isEqualTo(40);
        assertThat(timeline.map(AUDIO, 0xFFFF_FFFF)).isEqualTo(15);
        timeline = new Timeline(0);
        timeline.map(VIDEO, 0x7FFF_FFF0);
        assertThat(timeline.map(VIDEO, 0x8000_0018)).isEqualTo(40);
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void thePositionGoesPast32Bits() {
        var timeline = new Timeline(0);
        int frames = 1_100_000;
        long positionMs = 0;
        for (int i = 0; i < frames; i++) {
            positionMs = timeline.map(VIDEO, i * 4_000);
        }
        assertThat(positionMs).isEqualTo((frames - 1) * 4_000L).isGreaterThan(1L << 32);
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void aStepBackIsWaitedOut() {
        var timeline = new Timeline(0);
        timeline.map(VIDEO, 0);
        assertThat(timeline.map(VIDEO, 80)).isEqualTo(80);
        assertThat(timeline.map(VIDEO, 40)).isEqualTo(80);
        assertThat(timeline.map(VIDEO, 60)).isEqualTo(80);
        assertThat(timeline.map(VIDEO, 120)).isEqualTo(120);
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void aJumpOfBothKindsIsOneAndKeepsThemTogether() {
        int tenHours = 36_000_000;
        for (int jump : List.of(tenHours, -tenHours, Integer.MIN_VALUE)) {
            var timeline = new Timeline(0);
            timeline.map(VIDEO, 0);
            timeline.map(AUDIO, 0);
            timeline.map(VIDEO, 100);
            assertThat(timeline.map(VIDEO, jump + 200)).isEqualTo(120);
            assertThat(timeline.map(AUDIO, jump + 190)).isEqualTo(110);
            assertThat(timeline.map(VIDEO, jump + 240)).isEqualTo(160);
            assertThat(timeline.jumps()).as("jumps after %d", jump).isEqualTo(1);
        }
    }

    @Test
    void fiveSecondsAreNoJumpAndOneMoreIs() {
        var timeline = new Timeline(0);
        timeline.map(VIDEO, 0);
        assertThat(timeline.map(VIDEO, 5_000)).isEqualTo(5_000);
        assertThat(timeline.jumps()).isZero();
        assertThat(timeline.map(VIDEO, 10_001)).isEqualTo(5_020);
        assertThat(timeline.jumps()).isEqualTo(1);
    }

    @Test
    void kindsThatAreHoursApartRunSideBySide() {
        var timeline = new Timeline(0);
        int apart = 36_000_000;
        timeline.map(VIDEO, 0);
        long audioStart = timeline.map(AUDIO, apart);
        for (int i = 1; i < 100; i++) {
            assertThat(timeline.map(VIDEO, i * 40)).isEqualTo(i * 40L);
            assertThat(timeline.map(AUDIO, apart + i * 40)).isEqualTo(audioStart + i * 40L);
        }
        assertThat(timeline.jumps()).isEqualTo(1);
    }

    @Test
    void aKindThatPausedComesBackBesideTheOther() {
        var timeline = new Timeline(0);
        timeline.map(VIDEO, 0);
        for (int ms = 0; ms <= 60_000; ms += 1_000) {
            timeline.map(AUDIO, ms);
        }
        assertThat(timeline.map(VIDEO, 60_010)).isEqualTo(60_010);
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void aClockThatCreepsBackwardsDoesNotStopTheLineForLong() {
        var timeline = new Timeline(0);
        for (int i = 0; i < 20; i++) {
            timeline.map(VIDEO, -i * 1_000);
        }
        assertThat(timeline.jumps()).isEqualTo(3);
    }

    @Test
    void timestampsThatAreAllZeroStayAtTheStart() {
        var timeline = new Timeline(90);
        for (FrameKind kind : List.of(DATA, VIDEO, AUDIO, VIDEO, DATA, AUDIO)) {
            assertThat(timeline.map(kind, 0)).isEqualTo(90);
        }
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void dataIsWhereTheNewestFrameIsAndMovesNothing() {
        var timeline = new Timeline(300);
        assertThat(timeline.map(DATA, 0)).isEqualTo(300);
        assertThat(timeline.map(VIDEO, 5_000_000)).isEqualTo(300);
        assertThat(timeline.map(VIDEO, 5_000_040)).isEqualTo(340);
        assertThat(timeline.map(AUDIO, 5_000_010)).isEqualTo(310);
        assertThat(timeline.map(DATA, 0)).isEqualTo(340);
        assertThat(timeline.map(DATA, 9_000_000)).isEqualTo(340);
        assertThat(timeline.map(VIDEO, 5_000_080)).isEqualTo(380);
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void theStartIsNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Timeline(-1));
    }

    @Property(tries = 300)
    void noKindEverGoesBack(@ForAll("stamps") List<Stamp> stamps, @ForAll @LongRange(max = 1L << 40) long startMs) {
        var timeline = new Timeline(startMs);
        Map<FrameKind, Long> last = new EnumMap<>(FrameKind.class);
        long newest = startMs;
        for (Stamp stamp : stamps) {
            long mapped = timeline.map(stamp.kind, stamp.timestamp);
            assertThat(mapped).isBetween(last.getOrDefault(stamp.kind, startMs), newest + 5_000);
            last.put(stamp.kind, mapped);
            newest = Math.max(newest, mapped);
        }
    }

    @Property(tries = 300)
    void aGoodClockIsOnlyMoved(
            @ForAll int first,
            @ForAll List<@IntRange(max = 2_500) Integer> steps,
            @ForAll("kinds") List<FrameKind> kinds) {
        var timeline = new Timeline(1_000);
        long sinceFirst = 0;
        assertThat(timeline.map(AUDIO, first)).isEqualTo(1_000);
        for (int i = 0; i < Math.min(steps.size(), kinds.size()); i++) {
            sinceFirst += steps.get(i);
            long mapped = timeline.map(kinds.get(i), (int) (first + sinceFirst));
            assertThat(mapped).isEqualTo(1_000 + sinceFirst);
        }
        assertThat(timeline.jumps()).isZero();
    }

    @Provide
    Arbitrary<List<FrameKind>> kinds() {
        return Arbitraries.of(AUDIO, VIDEO).list().ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<Stamp>> stamps() {
        Arbitrary<Integer> timestamps = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 20_000),
                Arbitraries.integers().between(-3_000, 3_000),
                Arbitraries.integers());
        return Combinators.combine(Arbitraries.of(FrameKind.class), timestamps)
                .as(Stamp::new)
                .list()
                .ofMaxSize(60);
    }

    record Stamp(FrameKind kind, int timestamp) {}
}
