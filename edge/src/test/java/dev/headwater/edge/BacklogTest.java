package dev.headwater.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Amf0;
import dev.headwater.testkit.Payloads;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the next origin gets of a stream, whether there is room for it, and whether it has to wait for a picture. */
class BacklogTest {
    private static final int FRAME = 1_000; // bytes, about
    private static final long HOUR_MS = 3_600_000;

    private final AtomicBoolean heapIsShort = new AtomicBoolean();
    private final BacklogRoom room = new BacklogRoom(3 * FRAME, heapIsShort::get);

    private Backlog away() {
        var backlog = new Backlog(ForwardRig.SETTINGS, room);
        backlog.begin();
        return backlog;
    }

    private static void key(Backlog backlog, int number) {
        backlog.keeps(MediaFrame.of(FrameKind.VIDEO, number * 40L, Payloads.avcKeyFrame(number, FRAME)));
    }

    private static void inter(Backlog backlog, int number) {
        backlog.keeps(MediaFrame.of(FrameKind.VIDEO, number * 40L, Payloads.avcInterFrame(number, FRAME)));
    }

    private static List<Integer> numbers(List<MediaFrame> frames) {
        return frames.stream().map(frame -> Payloads.counterOf(frame.payload())).toList();
    }

    // ---- its room -----------------------------------------------------------------------------------------------

    @Test
    void noGroupIsKeptWhileTheHeapIsShort() {
        var backlog = away();
        key(backlog, 0);
        inter(backlog, 1);
        heapIsShort.set(true);
        inter(backlog, 2);
        assertThat(backlog.isReady()).isFalse();
        key(backlog, 3);
        assertThat(backlog.isReady()).as("for an origin that waits for it").isTrue();
        inter(backlog, 4);
        assertThat(backlog.isReady()).isFalse();
        assertThat(room.bytes()).isZero();

        heapIsShort.set(false);
        key(backlog, 5);
        assertThat(numbers(backlog.end())).containsExactly(5);
        assertThat(backlog.missed()).isEqualTo(5);
    }

    @Test
    void whoFindsNoRoomAmongTheOthersGoesOnAtHisNextKeyFrame() {
        var first = away();
        var second = away();
        key(first, 0);
        inter(first, 1);
        key(second, 0);
        inter(second, 1);
        assertThat(room.bytes()).isBetween(2L * FRAME, 3L * FRAME);
        assertThat(second.isReady()).isFalse();
        assertThat(numbers(first.end())).containsExactly(0, 1);

        key(second, 2);
        assertThat(numbers(second.end())).containsExactly(2);
        assertThat(second.missed()).isEqualTo(2);
    }

    @Test
    void roomIsGivenBack() {
        var resumed = away();
        key(resumed, 0);
        resumed.end();
        assertThat(room.bytes()).isZero();

        var forgotten = away();
        key(forgotten, 0);
        forgotten.forget();
        assertThat(room.bytes()).isZero();
    }

    // ---- what goes with a group ---------------------------------------------------------------------------------

    @Test
    void aGroupIsKeptWhoseSoundIsHoursFromItsPicture() {
        var backlog = away();
        key(backlog, 0);
        sound(backlog, HOUR_MS);
        data(backlog, 3 * HOUR_MS);
        sound(backlog, HOUR_MS + 20);
        data(backlog, 3 * HOUR_MS + 20);
        inter(backlog, 1);
        assertThat(backlog.end()).hasSize(6);
        assertThat(backlog.missed()).isZero();
    }

    @Test
    void noOriginIsToldOfAHeaderWhoseCodecIsGone() {
        var backlog = new Backlog(ForwardRig.SETTINGS, room);
        backlog.keeps(MediaFrame.of(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader()));
        backlog.keeps(MediaFrame.of(FrameKind.AUDIO, 0, Payloads.aacSequenceHeader()));
        sound(backlog, 0);
        mp3(backlog, 20);
        backlog.begin();
        key(backlog, 1);
        assertThat(backlog.end()).extracting(MediaFrame::codec).containsExactly(Codec.AVC, Codec.AVC);
    }

    @Test
    void aCodecThatIsGoneByTheKeyFrameTakesItsHeaderAlong() {
        var backlog = away();
        backlog.keeps(MediaFrame.of(FrameKind.AUDIO, 0, Payloads.aacSequenceHeader()));
        key(backlog, 0);
        mp3(backlog, 20);
        key(backlog, 1);
        mp3(backlog, 60);
        assertThat(backlog.end()).extracting(MediaFrame::codec).containsExactly(Codec.AVC, Codec.MP3);
    }

    // ---- whether there is a picture to wait for -----------------------------------------------------------------

    @Test
    void aPictureIsWaitedForThatIsHoursFromItsSound() {
        var backlog = new Backlog(ForwardRig.SETTINGS, room);
        var key = MediaFrame.of(FrameKind.VIDEO, 80, Payloads.avcKeyFrame(2));
        var sound = MediaFrame.of(FrameKind.AUDIO, HOUR_MS + 46, Payloads.aacFrame(1));
        inter(backlog, 1);
        sound(backlog, HOUR_MS);
        sound(backlog, HOUR_MS + 23);
        assertThat(backlog.mayMoveAt(sound)).isFalse();
        assertThat(backlog.mayMoveAt(key)).isTrue();
        backlog.begin();
        backlog.keeps(sound);
        assertThat(backlog.isReady()).isFalse();
        backlog.keeps(key);
        assertThat(backlog.isReady()).isTrue();
    }

    @Test
    void aPictureIsNoLongerWaitedForAfterFiveSecondsOfSoundAlone() {
        var backlog = away();
        inter(backlog, 1);
        sound(backlog, HOUR_MS);
        sound(backlog, HOUR_MS + 5_000);
        assertThat(backlog.isReady()).isFalse();
        sound(backlog, HOUR_MS + 5_001);
        assertThat(backlog.isReady()).isTrue();
    }

    @Test
    void aPictureIsWaitedForAcrossTheWrapOfTimestamps() {
        var backlog = away();
        inter(backlog, 1);
        sound(backlog, 0xFFFF_FFF0L);
        sound(backlog, 16);
        assertThat(backlog.isReady()).isFalse();
        sound(backlog, 5_010);
        assertThat(backlog.isReady()).isTrue();
    }

    @Test
    void aPictureIsNotWaitedForWhenTimestampsBeganAnewWithoutIt() {
        var backlog = away();
        inter(backlog, 1);
        sound(backlog, HOUR_MS);
        sound(backlog, 0);
        assertThat(backlog.isReady()).isTrue();
    }

    private static void sound(Backlog backlog, long ms) {
        backlog.keeps(MediaFrame.of(FrameKind.AUDIO, ms, Payloads.aacFrame(1)));
    }

    private static void mp3(Backlog backlog, long ms) {
        backlog.keeps(MediaFrame.of(FrameKind.AUDIO, ms, new byte[] {0x2F, 1, 2, 3}));
    }

    private static void data(Backlog backlog, long ms) {
        backlog.keeps(MediaFrame.of(FrameKind.DATA, ms, Amf0.encode("onCuePoint", Map.of("name", "one"))));
    }
}
