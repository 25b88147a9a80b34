package dev.headwater.loadtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Payloads;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamCheckTest {
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final StreamCheck check = new StreamCheck((fault, count) -> faults.merge(fault, count, Long::sum));

    @Test
    void aStreamAsItShouldBeHasNoFault() {
        headers();
        key(0, 0);
        audio(5);
        inter(40, 1);
        audio(28);
        inter(80, 2);

        assertThat(faults).isEmpty();
    }

    @Test
    void framesThatWereLeftOutAreLost() {
        headers();
        key(0, 7);
        inter(40, 8);
        inter(160, 11);

        assertThat(faults).isEqualTo(Map.of(Fault.LOST_FRAME, 2L));
    }

    @Test
    void whatCameBeforeTheFirstFrameIsNotLost() {
        headers();
        key(0, 500);

        assertThat(faults).isEmpty();
    }

    @Test
    void aFrameAfterALaterOneIsOutOfOrder() {
        headers();
        key(0, 0);
        inter(80, 2);
        inter(80, 1);
        inter(120, 3);

        assertThat(faults).isEqualTo(Map.of(Fault.LOST_FRAME, 1L, Fault.OUT_OF_ORDER, 1L));
    }

    @Test
    void aFrameThatComesTwiceIsOutOfOrder() {
        headers();
        key(0, 0);
        key(0, 0);

        assertThat(faults).isEqualTo(Map.of(Fault.OUT_OF_ORDER, 1L));
    }

    @Test
    void aPublisherThatCountsAnewIsNoticedOnce() {
        headers();
        key(0, 5_000);
        key(40, 0);
        inter(80, 1);

        assertThat(faults).isEqualTo(Map.of(Fault.OUT_OF_ORDER, 1L));
    }

    @Test
    void sequencesGoRound() {
        headers();
        key(0, (1 << 28) - 1);
        inter(40, 0);

        assertThat(faults).isEmpty();
    }

    @Test
    void aTimestampMayStayButNotGoBack() {
        headers();
        key(1_000, 0);
        inter(1_000, 1);
        inter(999, 2);

        assertThat(faults).isEqualTo(Map.of(Fault.TIMESTAMP_BACK, 1L));
    }

    @Test
    void audioAndVideoHaveTimesOfTheirOwn() {
        headers();
        key(1_000, 0);
        audio(400);
        audio(399);

        assertThat(faults).isEqualTo(Map.of(Fault.TIMESTAMP_BACK, 1L));
    }

    @Test
    void timestampsGoRound() {
        headers();
        key(0xFFFF_FFF0L, 0);
        inter(24, 1);

        assertThat(faults).isEmpty();
    }

    @Test
    void aVideoFrameBeforeItsSequenceHeaderIsAFault() {
        key(0, 0);

        assertThat(faults).isEqualTo(Map.of(Fault.NO_SEQUENCE_HEADER, 1L));
    }

    @Test
    void anAudioFrameBeforeItsSequenceHeaderIsAFault() {
        check(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader(), StreamCheck.NO_SEQUENCE);
        audio(0);
        audio(23);

        assertThat(faults).isEqualTo(Map.of(Fault.NO_SEQUENCE_HEADER, 1L));
    }

    @Test
    void theFirstPictureIsAKeyFrame() {
        headers();
        inter(0, 0);
        inter(40, 1);

        assertThat(faults).isEqualTo(Map.of(Fault.NO_KEY_FRAME_FIRST, 1L));
    }

    @Test
    void framesWithoutStampAreCheckedForTheRest() {
        headers();
        check(FrameKind.VIDEO, 80, Payloads.avcKeyFrame(1), StreamCheck.NO_SEQUENCE);
        check(FrameKind.VIDEO, 40, Payloads.avcInterFrame(2), StreamCheck.NO_SEQUENCE);

        assertThat(faults).isEqualTo(Map.of(Fault.TIMESTAMP_BACK, 1L));
    }

    private void headers() {
        check(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader(), StreamCheck.NO_SEQUENCE);
        check(FrameKind.AUDIO, 0, Payloads.aacSequenceHeader(), StreamCheck.NO_SEQUENCE);
    }

    private void key(long timestampMs, long sequence) {
        check(FrameKind.VIDEO, timestampMs, Payloads.avcKeyFrame(0), sequence);
    }

    private void inter(long timestampMs, long sequence) {
        check(FrameKind.VIDEO, timestampMs, Payloads.avcInterFrame(0), sequence);
    }

    private void audio(long timestampMs) {
        check(FrameKind.AUDIO, timestampMs, Payloads.aacFrame(0), StreamCheck.NO_SEQUENCE);
    }

    private void check(FrameKind kind, long timestampMs, byte[] payload, long sequence) {
        check.frame(MediaFrame.of(kind, timestampMs, payload), sequence);
    }
}
