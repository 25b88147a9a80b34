package dev.headwater.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.Payloads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GopCacheTest {
    private final AtomicInteger maxBytes = new AtomicInteger(10_000);
    private final GopCache gop = new GopCache(Duration.ofSeconds(10), maxBytes::get);

    private void key(long ms) {
        gop.add(MediaFrame.of(FrameKind.VIDEO, ms, Payloads.avcKeyFrame(1)), List.of());
    }

    private void inter(long ms) {
        gop.add(MediaFrame.of(FrameKind.VIDEO, ms, Payloads.avcInterFrame(2, 300)), List.of());
    }

    @Test
    void aBoundThatFallsMakesRoomAtTheNextFrameAndCopiesFollowIt() {
        key(0);
        var copy = gop.copy();
        maxBytes.set(0);

        inter(40);
        copy.add(MediaFrame.of(FrameKind.VIDEO, 40, Payloads.avcInterFrame(2, 300)), List.of());

        assertThat(gop.isEmpty()).isTrue();
        assertThat(copy.isEmpty()).isTrue();
    }

    @Test
    void aBoundThatRisesIsUsedFromTheNextKeyFrameOn() {
        maxBytes.set(0);
        key(0);
        maxBytes.set(10_000);
        inter(40);
        assertThat(gop.isEmpty()).isTrue();

        key(2_000);
        inter(2_040);

        assertThat(gop.frames()).hasSize(2);
    }

    @Test
    void soundHoursFromThePictureIsMeasuredByItsOwnClock() {
        long hourMs = 3_600_000;
        key(0);
        sound(hourMs, Payloads.aacFrame(1));
        inter(10_000);
        sound(hourMs + 10_000, Payloads.aacFrame(2));
        assertThat(gop.frames()).hasSize(4);

        sound(hourMs + 10_020, Payloads.aacFrame(3));
        assertThat(gop.isEmpty()).isTrue();
    }

    @Test
    void aHeaderAmongTheFramesDoesNotMakeTheGroupLonger() {
        key(0);
        sound(0, Payloads.aacSequenceHeader());
        sound(3_600_000, Payloads.aacFrame(1));
        sound(7_200_000, Payloads.aacSequenceHeader());
        assertThat(gop.frames()).hasSize(4);
    }

    private void sound(long ms, byte[] payload) {
        gop.add(MediaFrame.of(FrameKind.AUDIO, ms, payload), List.of());
    }
}
