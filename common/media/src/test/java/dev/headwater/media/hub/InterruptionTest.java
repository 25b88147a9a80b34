package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Payloads;
import org.junit.jupiter.api.Test;

/** The source goes away and comes back, or another one comes in its place. */
class InterruptionTest extends OneLoop {
    private FakePlayer playing() {
        startAvcAac();
        var player = joined();
        send(key(10_000), sound(10_001), inter(10_040), inter(10_080));
        return player;
    }

    @Test
    void theSameEncodeGoesOnWithoutRepetition() {
        var player = playing();
        int before = player.got().size();
        stream.interrupted();
        send(AVC, AAC, key(10_000), sound(10_001), inter(10_040), inter(10_080));
        send(inter(10_120), sound(10_121));
        assertThat(after(before, player)).isEqualTo(gots(inter(10_120), sound(10_121)));
        assertThat(joined().got())
                .as("the group of pictures is whole")
                .isEqualTo(gots(
                        METADATA,
                        AVC.at(10_000),
                        AAC.at(10_000),
                        key(10_000),
                        sound(10_001),
                        inter(10_040),
                        inter(10_080),
                        inter(10_120),
                        sound(10_121)));
    }

    @Test
    void anotherEncodeGoesOnAtAKeyFrameThatIsNewerThanAllThatPlayersHave() {
        var player = playing();
        int before = player.got().size();
        stream.interrupted();
        var otherBytes = video(10_000, Payloads.avcKeyFrame(77)); // the time is that of our key frame
        send(otherBytes, inter(10_090));
        assertThat(after(before, player)).as("its frames do not fit ours").isEmpty();
        send(key(10_100), inter(10_140));
        assertThat(after(before, player)).isEqualTo(gots(key(10_100), inter(10_140)));
    }

    @Test
    void aSourceThatLostTheTimelineIsMovedToItsEnd() {
        var player = playing();
        int before = player.got().size();
        stream.interrupted();
        send(sound(0), key(3), sound(23), inter(43));
        long shift = 10_081 - 3;
        assertThat(after(before, player))
                .isEqualTo(gots(
                        key(3).at(10_081), sound(23).at(23 + shift), inter(43).at(43 + shift)));
        assertThat(stream.timestampMs()).isEqualTo(43 + shift);
    }

    @Test
    void aSourceThatWasLiftedAboveUsDeliversNothingOfBeforeThat() {
        var player = playing();
        int before = player.got().size();
        stream.interrupted();
        stream.goesOnAbove();
        send(key(3), sound(23), inter(43)); // its group of pictures began before it was lifted
        send(sound(20_000), inter(20_003));
        assertThat(after(before, player)).isEmpty();
        send(key(20_043), sound(20_044));
        assertThat(after(before, player)).isEqualTo(gots(key(20_043), sound(20_044)));
    }

    @Test
    void anotherRelayOfTheSameLineThatIsFarBehindIsWaitedFor() {
        var player = playing();
        send(key(20_000), inter(20_040));
        int before = player.got().size();
        stream.interrupted();
        stream.goesOnTheSameLine();
        send(AVC, AAC, key(10_000), sound(10_001), inter(10_040)); // its group of pictures is the one before ours
        assertThat(after(before, player)).isEmpty();
        send(key(20_000), inter(20_040), inter(20_080));
        assertThat(after(before, player)).isEqualTo(gots(inter(20_080)));
    }

    @Test
    void aMovedSourceThatIsInterruptedAgainRepeatsNothing() {
        var player = playing();
        stream.interrupted();
        send(key(3), inter(43));
        int before = player.got().size();
        stream.interrupted();
        send(key(3), inter(43), inter(83));
        assertThat(after(before, player)).isEqualTo(gots(inter(83).at(83 + 10_078)));
    }

    @Test
    void aMovedSourceWhoseTimelineIsFoundAgainTakesItsOwnPlace() {
        var player = playing();
        stream.interrupted();
        send(key(3));
        int before = player.got().size();
        stream.interrupted();
        send(key(20_000));
        assertThat(after(before, player)).isEqualTo(gots(key(20_000)));
    }

    @Test
    void aStreamOfSoundThatStartsAtZeroAgainGoesOn() {
        send(AAC, sound(10_000), sound(10_023));
        var player = joined();
        int before = player.got().size();
        stream.interrupted();
        send(sound(10_000), sound(10_023)); // repeated
        assertThat(after(before, player)).isEmpty();
        stream.interrupted();
        send(sound(0), sound(23));
        assertThat(after(before, player))
                .isEqualTo(gots(sound(0).at(10_024), sound(23).at(10_047)));
    }

    @Test
    void afterASoundOnlyReturnThePictureStillWaitsForItsKeyFrame() {
        var player = playing();
        stream.interrupted();
        for (int ms = 11_000; ms < 15_000; ms += 500) {
            send(sound(ms));
        }
        int before = player.got().size();
        send(inter(15_000), sound(15_001));
        send(key(15_040));
        assertThat(after(before, player)).isEqualTo(gots(sound(15_001), key(15_040)));
    }

    @Test
    void whoJoinsAfterALossStartsWithNoGroupThatHasAHole() {
        playing();
        stream.interrupted();
        for (int ms = 11_000; ms < 15_000; ms += 500) {
            send(sound(ms));
        }
        var player = joined();
        assertThat(player.got())
                .as("headers alone, at the time of the sound that went on")
                .isEqualTo(gots(METADATA, AVC.at(14_500), AAC.at(14_500)));
        send(inter(15_000), key(15_040), sound(15_041));
        assertThat(after(3, player)).isEqualTo(gots(key(15_040), sound(15_041)));
    }

    @Test
    void aPictureWithoutKeyFramesGoesOnInTheEnd() {
        var player = playing();
        stream.interrupted();
        int before = player.got().size();
        for (int ms = 11_000; ms <= 41_000; ms += 1_000) {
            send(inter(ms));
        }
        assertThat(after(before, player)).isEmpty();
        send(inter(41_100));
        assertThat(after(before, player)).isEqualTo(gots(inter(41_100)));
    }

    @Test
    void tracksThatDoNotComeBackAreNotAnnouncedForEver() {
        playing();
        stream.interrupted();
        send(AVC, key(20_000)); // no sound this time, nor metadata
        send(inter(20_001));
        assertThat(joined().got()).as("it may still come").contains(CountingFormat.Got.of(AAC.at(20_000)));
        for (int i = 2; i < 70; i++) {
            send(inter(20_000 + i));
        }
        send(key(20_070));
        assertThat(joined().got()).isEqualTo(gots(AVC.at(20_070), key(20_070)));
        assertThat(stream.codecs()).isEqualTo("avc1");
    }

    @Test
    void aSourceThatWasNeverAwayKeepsItsHeaders() {
        playing();
        stream.interrupted();
        for (int i = 0; i < 70; i++) {
            send(key(20_000 + i), sound(20_000 + i));
        }
        assertThat(joined().got().subList(0, 3)).isEqualTo(gots(METADATA, AVC.at(20_069), AAC.at(20_069)));
    }

    @Test
    void whatIsWithheldIsCountedWithItsReason() {
        playing();
        send(inter(9_000), MediaFrame.of(FrameKind.DATA, 0, new byte[4]));
        stream.interrupted();
        send(inter(10_120), key(10_000));
        assertThat(withheld)
                .containsExactly(DropReason.STALE, DropReason.UNUSABLE_DATA, DropReason.INTERRUPTED, DropReason.STALE);
    }

    @Test
    void afterAnInterruptionItGoesOnAtAKeyFrameAndRepeatsNothing() {
        startAvcAac();
        var player = joined();
        send(key(0), inter(40), inter(80));
        int before = player.got().size();
        stream.interrupted();
        send(AVC, inter(40)); // of no use: its key frame did not come
        send(key(0), inter(40), inter(80), sound(90), inter(120)); // the source's own group again
        assertThat(player.got().subList(before, player.got().size())).isEqualTo(gots(sound(90), inter(120)));
    }

    @Test
    void afterAnInterruptionAStreamThatCameBackWithoutPictureGoesOn() {
        startAvcAac();
        var player = joined();
        send(key(0), sound(1));
        stream.interrupted();
        for (int ms = 1_000; ms < 6_000; ms += 100) {
            send(sound(ms));
        }
        assertThat(player.got().getLast()).isEqualTo(CountingFormat.Got.of(sound(5_900)));
    }
}
