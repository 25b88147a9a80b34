package dev.headwater.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.testkit.Payloads;
import org.junit.jupiter.api.Test;

/** What the next origin gets of a stream, and whether it has to wait for a picture. */
class BacklogTest {
    private static Backlog away() {
        var backlog = new Backlog(ForwardRig.SETTINGS);
        backlog.begin();
        return backlog;
    }

    @Test
    void aPictureIsWaitedForAcrossTheWrapOfTimestamps() {
        var backlog = away();
        backlog.keeps(MediaFrame.of(FrameKind.VIDEO, 0xFFFF_FFF0L, Payloads.avcInterFrame(1)));
        sound(backlog, 16);
        assertThat(backlog.isReady()).isFalse();
        sound(backlog, 5_010);
        assertThat(backlog.isReady()).isTrue();
    }

    @Test
    void aPictureIsNotWaitedForWhenTimestampsBeganAnewWithoutIt() {
        var backlog = away();
        backlog.keeps(MediaFrame.of(FrameKind.VIDEO, 3_600_000, Payloads.avcInterFrame(1)));
        sound(backlog, 0);
        assertThat(backlog.isReady()).isTrue();
    }

    private static void sound(Backlog backlog, long ms) {
        backlog.keeps(MediaFrame.of(FrameKind.AUDIO, ms, Payloads.aacFrame(1)));
    }
}
