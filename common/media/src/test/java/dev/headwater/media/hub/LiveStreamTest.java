package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Payloads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fan-out on one loop, step by step. */
class LiveStreamTest extends OneLoop {
    @Test
    void aPlayerGetsWhatIsPublishedBitForBit() {
        var player = joined();
        startAvcAac();
        send(key(0), sound(3));
        send(inter(40));
        assertThat(player.got()).isEqualTo(gots(METADATA, AVC, AAC, key(0), sound(3), inter(40)));
    }

    @Test
    void aLatePlayerStartsWithHeadersAndTheGroupOfPictures() {
        startAvcAac();
        send(key(0), inter(40), key(80), sound(81));
        send(inter(120));
        var player = joined();
        send(inter(160));
        assertThat(player.got())
                .isEqualTo(gots(METADATA, AVC.at(80), AAC.at(80), key(80), sound(81), inter(120), inter(160)));
    }

    @Test
    void headersComeInTheOrderThatPlayersNeedWhateverThePublishersOrder() {
        send(AAC, AVC, METADATA);
        assertThat(joined().got()).isEqualTo(gots(METADATA, AVC, AAC));
    }

    @Test
    void withoutAKeyFrameAPlayerHearsSoundAndWaitsForThePicture() {
        startAvcAac();
        send(inter(40));
        var player = joined();
        send(inter(80), sound(81));
        send(key(120), inter(160));
        assertThat(player.got()).isEqualTo(gots(METADATA, AVC.at(40), AAC.at(40), sound(81), key(120), inter(160)));
    }

    @Test
    void aStreamOfSoundStartsAtOnce() {
        send(AAC, sound(0));
        var player = joined();
        send(sound(23));
        assertThat(player.got()).isEqualTo(gots(AAC, sound(23)));
    }

    @Test
    void aFrameIsEncodedOnceHoweverManyPlayers() {
        startAvcAac();
        for (int i = 0; i < 50; i++) {
            joined();
        }
        int before = format.encodedFrames();
        send(key(0), sound(1), inter(40));
        assertThat(format.encodedFrames() - before).isEqualTo(3);
        assertThat(players).allMatch(player -> player.got().size() == 6);
    }

    @Test
    void aFormatThatNobodyTakesAnyMoreCostsNothing() {
        startAvcAac();
        joined();
        var rare = new CountingFormat();
        var place = stream.join(new FakePlayer(), rare, channel.eventLoop());
        send(key(0));
        place.leave();
        int before = rare.encodedFrames();
        send(inter(40)); // its buffers go back now, as the leak gate sees
        assertThat(rare.encodedFrames()).isEqualTo(before);
    }

    @Test
    void joiningEncodesNothingAgain() {
        joined();
        startAvcAac();
        send(key(0));
        for (int i = 1; i < 60; i++) {
            send(inter(40L * i), sound(40L * i));
        }
        joined();
        int before = format.encodedFrames();
        var late = joined();
        assertThat(format.encodedFrames()).isEqualTo(before);
        assertThat(late.got()).hasSize(3 + 1 + 2 * 59);
        assertThat(late.writes()).as("headers, and the group in few pieces").isLessThan(12);
    }

    @Test
    void aBatchIsOneWriteAndOneFlush() {
        startAvcAac();
        var player = joined();
        int writes = player.writes();
        int flushes = player.flushes();
        send(key(0), sound(1), sound(2), inter(40));
        assertThat(player.writes() - writes).isEqualTo(1);
        assertThat(player.flushes() - flushes).isEqualTo(1);
    }

    @Test
    void unchangedHeadersAreSwallowedAndChangedOnesAreNot() {
        startAvcAac();
        send(key(0));
        var player = joined();
        int before = player.got().size();
        send(METADATA, AVC, AAC);
        assertThat(player.got()).hasSize(before);
        var other = video(40, Payloads.hevcSequenceHeader());
        send(other);
        assertThat(player.got().getLast()).isEqualTo(CountingFormat.Got.of(other));
        assertThat(joined().got())
                .as("the old group is of no use with the new header")
                .isEqualTo(gots(METADATA, other, AAC.at(40)));
    }

    @Test
    void whoWantsNoSoundGetsNone() {
        startAvcAac();
        var player = new FakePlayer();
        var subscription = join(player);
        send(key(0), sound(1));
        subscription.want(false, true);
        send(inter(40), sound(41), inter(80));
        assertThat(player.got()).isEqualTo(gots(METADATA, AVC, AAC, key(0), sound(1), inter(40), inter(80)));
    }

    @Test
    void thePictureComesBackAtAKeyFrame() {
        startAvcAac();
        var player = new FakePlayer();
        var subscription = join(player);
        send(key(0));
        subscription.want(false, false);
        send(inter(40), sound(41));
        subscription.want(true, true);
        int before = player.got().size();
        send(inter(80), sound(81));
        send(key(120));
        assertThat(player.got().subList(before, player.got().size())).isEqualTo(gots(sound(81), key(120)));
    }

    @Test
    void whoJoinsBetweenTwoFlushesGetsNothingTwice() {
        startAvcAac();
        send(key(0));
        stream.publish(inter(40));
        var player = joined();
        stream.flush();
        assertThat(player.got()).isEqualTo(gots(METADATA, AVC, AAC, key(0), inter(40)));
    }

    @Test
    void aTrackNeverGoesBackInTime() {
        startAvcAac();
        var player = joined();
        send(key(1_000), sound(1_000));
        send(inter(960), sound(990), inter(1_040));
        assertThat(player.got().subList(5, player.got().size())).isEqualTo(gots(inter(1_040)));
    }

    @Test
    void everybodyHearsTheEndOnce() {
        startAvcAac();
        var player = joined();
        var leaver = new FakePlayer();
        join(leaver).leave();
        stream.end(EndReason.UNPUBLISHED);
        stream.end(EndReason.KICKED);
        assertThat(player.ends()).containsExactly(EndReason.UNPUBLISHED);
        assertThat(leaver.ends()).isEmpty();
        assertThat(joined().ends()).as("who comes too late").containsExactly(EndReason.UNPUBLISHED);
    }

    @Test
    void playersAreCounted() {
        var first = join(new FakePlayer());
        join(new FakePlayer());
        first.leave();
        first.leave();
        assertThat(stream.players()).isEqualTo(1);
        assertThat(playerCounts).containsExactly(1, 2, 1);
    }

    @Test
    void aTapGetsTheFramesThemselves() {
        startAvcAac();
        send(key(0), inter(40));
        var tapped = new ArrayList<MediaFrame>();
        var ends = new ArrayList<EndReason>();
        Runnable leave = stream.tap(
                new FrameTap() {
                    @Override
                    public void frames(List<MediaFrame> batch) {
                        tapped.addAll(batch);
                    }

                    @Override
                    public void ended(EndReason reason) {
                        ends.add(reason);
                    }
                },
                channel.eventLoop());
        var live = inter(80);
        send(live);
        assertThat(tapped).hasSize(6);
        assertThat(tapped.getLast()).isSameAs(live);
        assertThat(stream.players()).as("a tap is no player").isZero();
        leave.run();
        send(inter(120));
        assertThat(tapped).hasSize(6);
        assertThat(ends).isEmpty();
    }

    @Test
    void aTapIsToldWhichPublicationFramesAreOf() {
        stream.epoch(1);
        startAvcAac();
        send(key(0));
        var told = new ArrayList<Object>();
        stream.tap(
                new FrameTap() {
                    @Override
                    public void frames(List<MediaFrame> batch) {
                        told.add(batch.getLast());
                    }

                    @Override
                    public void epoch(long now) {
                        told.add(now);
                    }

                    @Override
                    public void ended(EndReason reason) {}
                },
                channel.eventLoop());
        var last = inter(40);
        send(last);
        stream.interrupted();
        stream.epoch(2);
        var first = key(2_000);
        send(first);
        assertThat(told).hasSize(5).startsWith(1L).endsWith(last, 2L, first);
    }

    @Test
    void theCodecsAreNamedForPeople() {
        assertThat(stream.codecs()).isEmpty();
        startAvcAac();
        assertThat(stream.codecs()).isEqualTo("avc1,mp4a");
        send(video(40, Payloads.hevcSequenceHeader()));
        assertThat(stream.codecs()).isEqualTo("hvc1,mp4a");
    }
}
