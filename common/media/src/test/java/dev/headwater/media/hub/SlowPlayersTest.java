package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Payloads;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Players that do not take what they are sent: what they miss, where they go on, and what they hold meanwhile. */
class SlowPlayersTest extends OneLoop {
    @Test
    void aSlowPlayerLosesWholeGroupsAndGoesOnAtAKeyFrameWithTheNewestHeaders() {
        startAvcAac();
        var slow = joinedReadingNothing();
        var healthy = joined();
        send(key(0));
        send(video(40, Payloads.avcInterFrame(1, 70_000)));
        send(video(60, Payloads.avcInterFrame(2, 60_000))); // would be over the bound of 100,000 bytes
        send(inter(80), sound(81));
        var newHeader = video(120, Payloads.hevcSequenceHeader());
        send(newHeader, video(120, Payloads.hevcKeyFrame(2)));
        assertThat(dropped.get()).isEqualTo(5);

        slow.reads(true);
        slow.drain();
        int before = slow.got().size();
        send(video(160, Payloads.hevcInterFrame(3)), sound(161));
        assertThat(slow.got()).as("mid-group frames are of no use").hasSize(before);
        send(sound(199), video(200, Payloads.hevcKeyFrame(4)), sound(201));
        assertThat(slow.got().subList(before, slow.got().size()))
                .isEqualTo(gots(
                        METADATA, newHeader.at(200), AAC.at(200), video(200, Payloads.hevcKeyFrame(4)), sound(201)));
        assertThat(healthy.got()).hasSize(3 + 1 + 2 + 2 + 2 + 2 + 3);
        assertThat(dropped.get()).isEqualTo(5 + 2 + 1);
    }

    @Test
    void aPlayerThatIsSecondsBehindIsSlowWhateverTheBytes() {
        startAvcAac();
        joinedReadingNothing();
        for (int i = 0; i < 120; i++) {
            pass(Duration.ofMillis(40));
            send(i % 50 == 0 ? key(40L * i) : inter(40L * i));
        }
        assertThat(dropped.get()).as("the last 0.8 of 4.8 seconds").isBetween(10, 30);
    }

    @Test
    void theAgeOfTheSlowestPlayersQueueIsTold() {
        startAvcAac();
        var slow = joinedReadingNothing();
        joined();
        for (int i = 0; i < 50; i++) {
            pass(Duration.ofMillis(40));
            send(i == 0 ? key(0) : inter(40L * i));
        }
        assertThat(Duration.ofNanos(longestQueueAgeNanos))
                .isBetween(Duration.ofMillis(1_400), Duration.ofMillis(2_100));
        slow.reads(true);
        slow.drain();
        longestQueueAgeNanos = 0;
        pass(Duration.ofMillis(40));
        send(inter(2_000));
        assertThat(longestQueueAgeNanos).isZero();
    }

    @Test
    void aBadLineIsOnePlayerBehindAmongManyInTime() {
        startAvcAac();
        joinedReadingNothing();
        joined();
        joined();
        send(key(0));
        assertThat(deliveriesInTime).isEqualTo(3);

        pass(Duration.ofSeconds(1));
        send(inter(1_000));

        assertThat(deliveriesInTime).isEqualTo(3 + 2);
        assertThat(deliveriesBehind).isOne();
    }

    @Test
    void aPlayerOfSoundGoesOnAsSoonAsItsQueueIsShort() {
        send(AAC);
        var slow = joinedReadingNothing();
        byte[] large = Arrays.copyOf(Payloads.aacFrame(0), 60_000);
        send(audio(0, large));
        send(audio(23, large));
        assertThat(dropped.get()).isEqualTo(1);
        slow.reads(true);
        slow.drain();
        send(sound(46));
        assertThat(slow.got().getLast()).isEqualTo(CountingFormat.Got.of(sound(46)));
    }

    /** Sound alone, as a player asked for it. */
    private record SoundOnly(CountingFormat format) implements WireFormat {
        @Override
        public String name() {
            return "sound";
        }

        @Override
        public boolean hasVideo() {
            return false;
        }

        @Override
        public int encodedSize(MediaFrame frame) {
            return frame.kind() == FrameKind.VIDEO ? 0 : format.encodedSize(frame);
        }

        @Override
        public void encode(MediaFrame frame, ByteBuf out) {
            if (frame.kind() != FrameKind.VIDEO) {
                format.encode(frame, out);
            }
        }
    }

    @Test
    void aPlayerWhoseFormatHasNoPictureGoesOnWithoutAKeyFrame() {
        startAvcAac();
        var slow = FakePlayer.readingNothing();
        players.add(slow);
        stream.join(slow, new SoundOnly(format), channel.eventLoop());
        byte[] large = Arrays.copyOf(Payloads.aacFrame(0), 60_000);
        send(key(0), audio(1, large));
        send(audio(23, large));
        assertThat(dropped.get()).isEqualTo(1);
        slow.reads(true);
        slow.drain();
        send(inter(40), sound(46));
        assertThat(slow.got().getLast()).isEqualTo(CountingFormat.Got.of(sound(46)));
    }

    @Test
    void aStreamThatHasLostItsPictureMakesNobodyWaitForIt() {
        startAvcAac();
        send(key(0), sound(0));
        var slow = joinedReadingNothing();
        byte[] large = Arrays.copyOf(Payloads.aacFrame(0), 60_000);
        send(audio(5_000, large));
        send(audio(5_100, large));
        assertThat(dropped.get()).isEqualTo(1);
        slow.reads(true);
        slow.drain();
        send(sound(5_200));
        assertThat(slow.got().getLast()).isEqualTo(CountingFormat.Got.of(sound(5_200)));
    }

    @Test
    void aPlayerThatTakesNothingForTooLongIsEnded() {
        startAvcAac();
        var stuck = joinedReadingNothing();
        var healthy = joined();
        for (int i = 0; i < 400; i++) {
            pass(Duration.ofMillis(40));
            send(i % 25 == 0 ? key(40L * i) : inter(40L * i));
        }
        assertThat(stuck.ended()).isEqualTo(EndReason.PLAYER_STUCK);
        assertThat(healthy.ended()).isNull();
        assertThat(healthy.got()).hasSize(403);
        assertThat(stream.players()).isEqualTo(1);
    }

    @Test
    void aThousandStuckPlayersHoldOneWindowBetweenThem() {
        startAvcAac();
        for (int i = 0; i < 1_000; i++) {
            joinedReadingNothing();
        }
        for (int i = 0; i < 200; i++) {
            pass(Duration.ofMillis(40));
            send(i % 25 == 0 ? key(40L * i) : video(40L * i, Payloads.avcInterFrame(i, 2_000)));
        }
        var held = FakePlayer.heldMemory();
        players.forEach(player -> player.addHeldMemory(held));
        long bytes = held.values().stream().mapToLong(Integer::longValue).sum();
        assertThat(bytes).isLessThan(8 << 20); // pool chunks of some 100 kB of payload
    }
}
