package dev.headwater.loadtest.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AudienceTest extends OnePlayer {
    @Test
    void theFigureOfAnAudienceIsThatOfItsWorstPlayer() {
        var other = new PlayerRecord(0, false);
        for (var frame : pictures(1, GOP)) {
            other.frame(frame, nowNanos);
        }
        play(pictures(1, GOP));

        var audience = new Audience(List.of(player.history(), other.history()));
        assertThat(audience.gapMs(new Window(0, nowNanos))).isEqualTo(GOP * 40);
        assertThat(audience.served()).isEqualTo(2);
        assertThat(audience.watching(1)).isEqualTo(2);
    }

    @Test
    void anAudienceArrivesFromItsFirstPlayerToItsLast() {
        var players = LongStream.of(300, 0, 1_250)
                .mapToObj(openedMs -> new PlayerRecord(openedMs * MS, false).history())
                .toList();

        assertThat(new Audience(players).arrivalMs()).isEqualTo(1_250);
        assertThat(new Audience(List.of()).arrivalMs()).isZero();
    }

    @Test
    void onlyGapsThatAreLongAddUpToAnOutage() {
        var pictures = pictures(1, 15);
        play(pictures.subList(0, 5));
        nowNanos += 460 * MS;
        play(pictures.subList(5, 10));
        nowNanos += 660 * MS;
        play(pictures.subList(10, 15));

        var audience = new Audience(List.of(player.history()));
        assertThat(audience.outageMs(new Window(0, nowNanos), 300)).isEqualTo(500 + 700);
        assertThat(audience.outageMs(new Window(0, nowNanos + 400 * MS), 300)).isEqualTo(500 + 700 + 400);
    }

    @Test
    void aFrameHasTheSameTimestampAtAllPlayers() {
        var other = new PlayerRecord(0, false);
        play(pictures(1, 5));
        for (var frame : later(pictures(1, 2))) {
            other.frame(frame, nowNanos);
        }

        assertThat(new Audience(List.of(player.history(), player.history())).framesWithTwoTimes())
                .isZero();
        assertThat(new Audience(List.of(player.history(), other.history())).framesWithTwoTimes())
                .isEqualTo(2);
    }

    @Test
    void aFrameOfSoundHasTheSameTimestampAtAllPlayers() {
        var other = new PlayerRecord(0, true);
        play(sound(1, 5));
        for (var frame : later(sound(1, 2))) {
            other.frame(frame, nowNanos);
        }

        assertThat(new Audience(List.of(player.history(), other.history())).framesWithTwoTimes())
                .isEqualTo(2);
    }

    @Test
    void soundThatDoesNotComeBackLeavesAGapForAsLongAsPicturesGoOn() {
        var listener = new PlayerRecord(0, true);
        withSound(1, 40).forEach(frame -> at40Ms(listener, frame));
        long soundUntil = nowNanos;
        later(pictures(2, 30)).forEach(frame -> at40Ms(listener, frame));

        var last = new Window(nowNanos - 500 * MS, nowNanos);
        var audience = new Audience(List.of(listener.history()));
        double silentMs = (nowNanos - soundUntil) / (double) MS;
        assertThat(audience.gapMs(new Window(0, nowNanos))).isGreaterThanOrEqualTo(silentMs);
        assertThat(audience.soundGapMs(new Window(0, nowNanos))).isGreaterThanOrEqualTo(silentMs);
        assertThat(audience.outageMs(new Window(0, nowNanos), 300)).isGreaterThanOrEqualTo(silentMs);
        assertThat(audience.watching(2)).isZero();
        assertThat(audience.flows(last)).isFalse();
    }

    @Test
    void aPlayerOfAStreamWithSoundIsServedWhenItHasBoth() {
        var listener = new PlayerRecord(0, true);
        pictures(1, 5).forEach(frame -> at40Ms(listener, frame));
        assertThat(listener.isServed()).isFalse();
        assertThat(new Audience(List.of(listener.history())).served()).isZero();

        sound(1, 5).forEach(frame -> at40Ms(listener, frame));
        assertThat(listener.isServed()).isTrue();
        assertThat(new Audience(List.of(listener.history())).served()).isEqualTo(1);
        assertThat(listener.history().flows(new Window(0, nowNanos))).isTrue();
        assertThat(listener.history().gap(new Window(0, nowNanos)).nanos()).isEqualTo(6 * 40 * MS);
    }

    @Test
    void theLatencyIsTheAgeOfTheOldestPictureWhenItCame() {
        long sentNanos = System.nanoTime();
        var pictures = pictures(1, GOP);
        for (int i = 0; i < GOP; i++) {
            player.frame(pictures.get(i), sentNanos + (500 + i) * MS);
        }

        var audience = new Audience(List.of(player.history()));
        assertThat(audience.latencyMs(new Window(sentNanos, sentNanos + 600 * MS)))
                .isBetween(400.0, 504.0);
        assertThat(audience.latencyMs(new Window(sentNanos + 600 * MS, sentNanos + 700 * MS)))
                .isZero();
    }

    /** So that it can be held against what the lab did, and nodes logged, at that time. */
    @Test
    void theLongestGapTellsWhenItBeganAndWhetherItWasOfThePictures() {
        var listener = new PlayerRecord(0, true);
        sound(1, 5).forEach(frame -> at40Ms(listener, frame));
        pictures(1, 5).forEach(frame -> at40Ms(listener, frame));
        var audience = new Audience(List.of(listener.history()));
        var window = new Window(0, nowNanos);

        assertThat(audience.gap(window)).isEqualTo(new Gap(0, 6 * 40 * MS));
        assertThat(audience.gap(new Window(100 * MS, nowNanos))).isEqualTo(new Gap(200 * MS, 200 * MS));
        assertThat(audience.pictureGapMs(window)).isEqualTo(240);
        assertThat(audience.soundGapMs(window)).isEqualTo(200);
        assertThat(new Audience(List.of()).gapMs(window)).isZero();
    }
}
