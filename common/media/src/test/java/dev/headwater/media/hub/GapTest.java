package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Payloads;
import java.util.List;
import org.junit.jupiter.api.Test;

class GapTest {
    private static final MediaFrame HEADER = MediaFrame.of(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader());

    private final Gap gap = new Gap();

    private static MediaFrame key(long ms) {
        return MediaFrame.of(FrameKind.VIDEO, ms, Payloads.avcKeyFrame(1));
    }

    /** Of key frames alone. */
    private static Batch batch(MediaFrame... frames) {
        var headers = List.of(HEADER);
        return new Batch(List.of(frames), 0, headers, headers, false, false, true, 0, 0, 0, PulseReason.VIDEO, 1, 0);
    }

    @Test
    void nothingIsMissedWithoutOne() {
        assertThat(gap.close(batch(key(0))).missed()).isZero();
    }

    @Test
    void aBatchThatWasPassedOnAfterAnotherGapIsMissedWithoutTheHeadersPutBeforeIt() {
        var resumed = batch(key(40), key(80)).after(5);
        assertThat(resumed.frames()).hasSize(3);
        gap.add(resumed);
        assertThat(gap.close(batch(key(120))).missed()).isEqualTo(5 + 2);
        assertThat(gap.isOpen()).isFalse();
    }
}
