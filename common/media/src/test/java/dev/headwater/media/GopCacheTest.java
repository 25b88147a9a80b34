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
}
