package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Payloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that stood still and goes on: what waited in it, and what it kept for who comes, in virtual time. */
class StoodStillTest extends CostlyLoop {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration DELAY = Duration.ofMillis(40);

    @Override
    FanoutSettings fanout() {
        return new FanoutSettings(DELAY, Duration.ofMillis(350));
    }

    /** No timer runs, and no frame comes. */
    private void standStill(Duration span) {
        nanos.addAndGet(span.toNanos());
    }

    /** Who has headers and a key frame, and would have sound. */
    private FakePlayer playing() {
        startAvcAac();
        pass(DELAY);
        var player = joined();
        send(key(0));
        send(sound(10));
        assertThat(player.got()).isEqualTo(gots(METADATA, AVC, AAC, key(0)));
        return player;
    }

    @Test
    void whatWaitedIsMissedAndTheStreamGoesOnAtAKeyFrame() {
        var player = playing();
        standStill(LONG);
        pass(DELAY);
        send(inter(40));
        assertThat(after(4, player)).isEmpty();
        send(key(80), sound(81));
        assertThat(after(4, player)).isEqualTo(gots(METADATA, AVC.at(80), AAC.at(80), key(80), sound(81)));
    }

    @Test
    void soundAloneGoesOnAtOnce() {
        send(AAC);
        pass(DELAY);
        var player = joined();
        send(sound(0));
        standStill(LONG);
        pass(DELAY);
        assertThat(after(1, player)).isEmpty();
        send(sound(23));
        pass(DELAY);
        assertThat(after(1, player)).isEqualTo(gots(AAC.at(23), sound(23)));
    }

    @Test
    void anInterruptionLetsNothingOutThatWaited() {
        var player = playing();
        standStill(LONG);
        stream.interrupted();
        assertThat(after(4, player)).isEmpty();
    }

    @Test
    void theEndLetsNothingOutThatWaited() {
        var player = playing();
        standStill(LONG);
        stream.end(EndReason.TAKEN_OVER);
        assertThat(after(4, player)).isEmpty();
        assertThat(player.ends()).containsExactly(EndReason.TAKEN_OVER);
    }

    @Test
    void aTapHearsThatItMissedThem() {
        startAvcAac();
        List<String> heard = new ArrayList<>();
        stream.tap(
                new FrameTap() {
                    @Override
                    public void frames(List<MediaFrame> batch) {
                        heard.add(batch.size() + " frames");
                    }

                    @Override
                    public void missed(boolean late) {
                        heard.add("missed");
                    }

                    @Override
                    public void ended(EndReason reason) {
                        // at the end of the test
                    }
                },
                channel.eventLoop());
        send(key(0));
        send(sound(10));
        standStill(LONG);
        pass(DELAY);
        send(key(80));
        assertThat(heard).containsExactly("3 frames", "1 frames", "missed", "4 frames");
    }

    @Test
    void whatNobodyWasGivenUpForIsDelivered() {
        var player = playing();
        standStill(Duration.ofSeconds(5));
        pass(DELAY);
        assertThat(after(4, player)).isEqualTo(gots(sound(10)));
    }

    @Test
    void theDelayIsThatOfFramesThatLeft() {
        playing();
        standStill(LONG);
        pass(DELAY);
        assertThat(stream.delayNanos()).isLessThan(DELAY.toNanos());
    }

    @Test
    void whatWaitedForALateLoopIsMissed() {
        var player = watching(60).getFirst().queue;
        send(key(0)); // 60 ms of the loop, which has to rest then
        int before = player.got().size();
        send(inter(40), inter(80));
        assertThat(after(before, player)).isEmpty();
        standStill(LONG);
        pass(Duration.ofSeconds(1));
        send(inter(120));
        pass(Duration.ofSeconds(1));
        assertThat(after(before, player)).isEmpty();
        var late = joined();
        assertThat(late.got()).as("no picture of before").isEqualTo(gots(METADATA, AVC, AAC));
        send(key(160));
        pass(Duration.ofSeconds(1));
        assertThat(after(before, player)).isEqualTo(gots(METADATA, AVC.at(160), AAC.at(160), key(160)));
        assertThat(late.got().getLast()).isEqualTo(CountingFormat.Got.of(key(160)));
    }

    @Test
    void whatIsMissedBeforeAndAfterTheLoopWasGivenItIsCountedOnce() {
        int players = watching(60).size();
        send(key(0)); // 60 ms of the loop, which has to rest then
        send(inter(40), inter(80));
        standStill(LONG);
        send(inter(120)); // the loop is late
        pass(Duration.ofSeconds(1));
        send(key(160));
        pass(Duration.ofSeconds(1));
        assertThat(dropped).hasValue(3 * players);
    }

    // ---- who comes then

    @Test
    void whoComesThenGetsNoPictureOfBefore() {
        playing();
        standStill(LONG);
        var late = joined();
        assertThat(late.got()).isEqualTo(gots(METADATA, AVC, AAC));
        pass(DELAY);
        send(key(80));
        assertThat(late.got().getLast()).isEqualTo(CountingFormat.Got.of(key(80)));
        assertThat(joined().got()).isEqualTo(gots(METADATA, AVC.at(80), AAC.at(80), key(80)));
    }

    @Test
    void whoComesThenAsTheFirstGetsNoPictureOfBefore() {
        startAvcAac();
        send(key(0), inter(40));
        standStill(LONG);
        var late = joined();
        assertThat(late.got()).isEqualTo(gots(METADATA, AVC.at(40), AAC.at(40)));
        send(key(80));
        assertThat(late.got().getLast()).isEqualTo(CountingFormat.Got.of(key(80)));
    }

    /** Headers pass also while the frames of a node that stood still are held back. */
    @Test
    void aHeaderThatComesThenMakesNoPictureYoungForTheFirst() {
        startAvcAac();
        send(key(0), inter(40));
        standStill(LONG);
        stream.interrupted();
        var other = otherSound();
        send(other);
        pass(DELAY);
        assertThat(joined().got()).isEqualTo(gots(METADATA, AVC.at(40), other.at(40)));
    }

    private static MediaFrame otherSound() {
        byte[] header = Payloads.aacSequenceHeader();
        header[header.length - 1] ^= 1;
        return audio(0, header);
    }

    @Test
    void whoComesToAStreamThatPausesStartsWithItsPicture() {
        playing();
        pass(Duration.ofSeconds(9)); // as one of a picture every ten seconds
        assertThat(joined().got()).isEqualTo(gots(METADATA, AVC, AAC, key(0), sound(10)));
    }
}
