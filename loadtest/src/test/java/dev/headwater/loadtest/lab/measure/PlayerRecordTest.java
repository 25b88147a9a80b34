package dev.headwater.loadtest.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.loadtest.source.Format;
import dev.headwater.loadtest.source.GeneratedSource;
import dev.headwater.loadtest.source.Shape;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayerRecordTest extends OnePlayer {
    private long gapMs(long from, long to) {
        return player.history().gap(new Window(from, to)).nanos() / MS;
    }

    @Test
    void aStreamWithoutFlawHasNone() {
        play(new GeneratedSource(SHAPE).headers());
        play(pictures(1, 20));

        for (var what : Disturbance.values()) {
            assertThat(player.history().count(what, ALWAYS)).as(what.text()).isZero();
        }
        assertThat(player.history().pictures(1, ALWAYS)).isEqualTo(20);
    }

    @Test
    void aPlayerBeginsWithAHeaderAndAKeyFrame() {
        play(pictures(1, 20).subList(1, 20));

        assertThat(player.history().count(Disturbance.NO_HEADER, ALWAYS)).isEqualTo(1);
        assertThat(player.history().count(Disturbance.NO_KEY_FRAME, ALWAYS)).isEqualTo(1);
    }

    @Test
    void picturesThatComeOneAfterTheOtherLeaveNoGap() {
        play(pictures(1, 20));

        assertThat(gapMs(0, nowNanos)).isEqualTo(40);
    }

    @Test
    void theGapReachesFromTheLastPictureToTheNextOne() {
        var pictures = pictures(1, 10);
        play(pictures.subList(0, 5));
        nowNanos += 700 * MS;
        play(pictures.subList(5, 10));

        assertThat(gapMs(0, nowNanos)).isEqualTo(740);
    }

    @Test
    void aGapThatBeganBeforeTheWindowCountsWhole() {
        var pictures = pictures(1, 10);
        play(pictures.subList(0, 5));
        long windowFrom = nowNanos + 300 * MS;
        nowNanos += 700 * MS;
        play(pictures.subList(5, 10));

        assertThat(gapMs(windowFrom, nowNanos)).isEqualTo(740);
    }

    @Test
    void aPlayerWithoutFurtherPicturesHasAGapUntilNow() {
        play(pictures(1, 5));

        assertThat(gapMs(0, nowNanos + 3_000 * MS)).isEqualTo(3_000);
    }

    @Test
    void whatCannotBeDecodedIsNoPicture() {
        var pictures = pictures(1, 12);
        play(pictures.subList(0, 6));
        play(pictures.subList(7, 12)); // one is missing: the next key frame is number 10

        assertThat(player.history().count(Disturbance.LOST, ALWAYS)).isEqualTo(1);
        assertThat(player.history().pictures(1, ALWAYS)).isEqualTo(6 + 2);
        assertThat(gapMs(0, nowNanos)).isEqualTo(4 * 40);
    }

    @Test
    void aPictureTwiceIsARepetitionAndOneThatComesLateIsReordered() {
        var pictures = pictures(1, 10);
        play(List.of(pictures.get(0), pictures.get(1), pictures.get(1), pictures.get(3), pictures.get(2)));

        assertThat(player.history().count(Disturbance.REPEATED, ALWAYS)).isEqualTo(1);
        assertThat(player.history().count(Disturbance.REORDERED, ALWAYS)).isEqualTo(1);
        assertThat(player.history().count(Disturbance.TIMESTAMP_BACK, ALWAYS)).isEqualTo(1);
    }

    @Test
    void soundIsLostRepeatedAndReorderedToo() {
        var sound = sound(1, 10);
        play(List.of(sound.get(0), sound.get(1), sound.get(1), sound.get(4), sound.get(2)));

        assertThat(player.history().count(Disturbance.REPEATED, ALWAYS)).isEqualTo(1);
        assertThat(player.history().count(Disturbance.LOST, ALWAYS)).isEqualTo(2);
        assertThat(player.history().count(Disturbance.REORDERED, ALWAYS)).isEqualTo(1);
    }

    @Test
    void soundAndPicturesAreCountedByThemselves() {
        play(withSound(1, 40));

        assertThat(player.history().pictures(1, ALWAYS)).isGreaterThan(10);
        for (var what : List.of(Disturbance.LOST, Disturbance.REPEATED, Disturbance.REORDERED, Disturbance.RETURNED)) {
            assertThat(player.history().count(what, ALWAYS)).as(what.text()).isZero();
        }
    }

    @Test
    void soundOfTheOldPublicationAfterThePicturesOfTheNewIsSeen() {
        var old = sound(1, 6);
        play(old.subList(0, 5));
        play(later(pictures(2, 3)));
        play(later(old.subList(5, 6)));

        assertThat(player.history().count(Disturbance.RETURNED, ALWAYS)).isEqualTo(1);
    }

    @Test
    void nothingCanBeShownAfterSoundOfANewPublicationUntilItsKeyFrame() {
        play(pictures(1, 3));
        play(later(sound(2, 2)));
        play(later(pictures(2, GOP + 2)).subList(1, GOP + 2));

        assertThat(player.history().pictures(2, ALWAYS)).isEqualTo(2);
    }

    @Test
    void aPlayerThatCameBackIsNotDisturbedBySoundThatItHad() {
        var sound = sound(1, 10);
        play(sound.subList(0, 8));
        player.disconnected(nowNanos);
        player.reconnected();
        play(sound.subList(5, 10));

        assertThat(player.history().count(Disturbance.REPEATED, ALWAYS)).isZero();
        assertThat(player.history().count(Disturbance.LOST, ALWAYS)).isZero();
    }

    @Test
    void aNewPublicationTakesOverFromItsKeyFrameOn() {
        play(pictures(1, 5));
        play(later(pictures(2, 5)));

        assertThat(player.history().count(Disturbance.RETURNED, ALWAYS)).isZero();
        assertThat(player.history().count(Disturbance.LOST, ALWAYS)).isZero();
        assertThat(player.history().publication()).hasValue(2);
    }

    @Test
    void picturesOfTheOldPublicationAmongThoseOfTheNewAreSeen() {
        var old = pictures(1, 12);
        var next = later(pictures(2, 10));
        play(old.subList(0, 5));
        play(next.subList(0, 2));
        play(List.of(old.get(5)));
        play(next.subList(2, 4));

        assertThat(player.history().count(Disturbance.RETURNED, ALWAYS)).isEqualTo(2);
    }

    @Test
    void headersWithTheSameBytesAreRepeated() {
        var headers = new GeneratedSource(SHAPE).headers();
        play(headers);
        play(headers);

        assertThat(player.history().count(Disturbance.HEADERS_REPEATED, ALWAYS)).isEqualTo(1);
    }

    @Test
    void aPlayerThatCameBackIsNotDisturbedByWhatItHad() {
        var pictures = pictures(1, 10);
        play(pictures.subList(0, 8));
        player.disconnected(nowNanos);
        player.reconnected();
        play(pictures.subList(5, 10));

        assertThat(player.history().count(Disturbance.DISCONNECTED, ALWAYS)).isEqualTo(1);
        assertThat(player.history().count(Disturbance.REPEATED, ALWAYS)).isZero();
        assertThat(player.history().count(Disturbance.TIMESTAMP_BACK, ALWAYS)).isZero();
        assertThat(player.history().pictures(1, ALWAYS)).isEqualTo(10);
    }

    @Test
    void thePicturesOfAPublicationAreCountedByWindow() {
        play(pictures(1, 5));
        long between = nowNanos + MS;
        play(later(pictures(2, 5)));

        assertThat(player.history().pictures(1, new Window(between, nowNanos))).isZero();
        assertThat(player.history().pictures(2, new Window(between, nowNanos))).isEqualTo(5);
    }

    @Test
    void allFramesOfAPublicationAreCountedWhetherTheyAreOfUseOrNot() {
        var old = pictures(1, 2 * GOP);
        play(old.subList(0, 3));
        play(sound(1, 4));
        player.disconnected(nowNanos);
        player.reconnected();
        long since = nowNanos + MS;
        play(old.subList(1, 3)); // had already
        play(old.subList(4, 6)); // one that cannot be decoded, and a key frame
        play(sound(1, 6).subList(4, 6));

        assertThat(player.history().frames(1, new Window(since, nowNanos))).isEqualTo(2 + 2 + 2);
        assertThat(player.history().pictures(1, new Window(since, nowNanos))).isEqualTo(1);
        assertThat(player.history().frames(2, ALWAYS)).isZero();
    }

    @Test
    void aFloodOfOneDisturbanceIsCountedToItsEndAndHidesNoOther() {
        var pictures = pictures(1, 2);
        play(pictures);
        for (int i = 0; i < 12_000; i++) {
            player.frame(pictures.get(1), nowNanos);
        }
        player.disconnected(nowNanos);

        assertThat(player.history().count(Disturbance.REPEATED, ALWAYS)).isEqualTo(12_000);
        assertThat(player.history().count(Disturbance.DISCONNECTED, ALWAYS)).isEqualTo(1);
    }

    @Test
    void headersOfSoundAndMetadataAreSeenToo() {
        var headers = new GeneratedSource(new Shape(200, 25, Duration.ofMillis(200), true)).headers();
        play(headers);
        long since = nowNanos + MS;
        play(headers.subList(0, 1));

        assertThat(headers)
                .hasSize(3)
                .allSatisfy(header -> assertThat(player.history().headers(header.payload(), new Window(0, since)))
                        .isEqualTo(1));
        assertThat(player.history().headers(headers.getFirst().payload(), new Window(since, nowNanos)))
                .isEqualTo(1);
    }

    @Test
    void aPublicationIsUnderItsOwnHeaderOnlyIfThatCameBeforeItsPictures() {
        byte[] small = Format.AVC_360P_MP3.videoHeader();
        play(new GeneratedSource(SHAPE).headers());
        play(pictures(1, 5));
        assertThat(player.history().isUnder(small, 1)).isFalse();

        play(new GeneratedSource(SHAPE, 2, Format.AVC_360P_MP3).headers());
        play(later(pictures(2, 5)));

        assertThat(player.history().isUnder(small, 2)).isTrue();
        assertThat(player.history().headers(small, ALWAYS)).isEqualTo(1);
        assertThat(player.history().isUnder(small, 1)).isFalse();
    }
}
