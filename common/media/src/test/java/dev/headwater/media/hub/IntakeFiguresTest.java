package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headwater.media.Codec;
import dev.headwater.media.format.AudioFormat;
import dev.headwater.media.format.VideoFormat;
import dev.headwater.testkit.Payloads;
import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What an operator sees of a source: 25 pictures and 25 sounds a second, a key frame every two seconds. */
class IntakeFiguresTest extends OneLoop {
    private static final int FRAME_MS = 40;
    private static final int GOP_MS = 2_000;
    private static final int SECOND_MS = 1_000;

    @Test
    void formatsAreKnownWithTheHeaders() {
        assertThat(stream.intake()).isEqualTo(IntakeFigures.NONE);
        startAvcAac();
        assertThat(stream.intake().video()).contains(new VideoFormat(Codec.AVC, "High", "1.3", 320, 180));
        assertThat(stream.intake().audio()).contains(new AudioFormat(Codec.AAC, "LC", 44_100, 2));
        assertThat(stream.intake().window()).isZero();
    }

    @Test
    void ratesAreThoseOfTheLastTenSeconds() {
        startAvcAac();
        broadcast(0, 30 * SECOND_MS, 1_000);
        broadcast(30 * SECOND_MS, 45 * SECOND_MS, 5_000);
        var figures = stream.intake();
        assertThat(figures.window()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
        assertThat(figures.picturesPerSecond()).isEqualTo(25, within(0.01));
        assertThat(figures.gop()).hasMillis(GOP_MS);
        assertThat(figures.gopPictures()).isEqualTo(GOP_MS / FRAME_MS);
        assertThat(figures.videoBitsPerSecond())
                .isCloseTo(25L * 8 * Payloads.avcInterFrame(0, 5_000).length, Percentage.withPercentage(2));
        assertThat(figures.audioBitsPerSecond())
                .isCloseTo(25L * 8 * Payloads.aacFrame(0).length, Percentage.withPercentage(2));
        assertThat(figures.withheldFrames()).isZero();
    }

    @Test
    void ratesOfTheFirstSecondsAreRightWhereverTheLineBegins() {
        startAvcAac();
        broadcast(5_000 * SECOND_MS, 5_002 * SECOND_MS, 1_000);
        assertThat(stream.intake().picturesPerSecond()).isEqualTo(25, within(0.01));
    }

    @Test
    void silentSourceHasFormatsAndNoRates() {
        startAvcAac();
        broadcast(0, 5 * SECOND_MS, 1_000);
        assertThat(stream.intake().videoBitsPerSecond()).isPositive();
        pass(Duration.ofSeconds(4));
        assertThat(stream.intake().videoBitsPerSecond()).isZero();
        assertThat(stream.intake().window()).isZero();
        assertThat(stream.intake().video()).isPresent();
        assertThat(stream.intake().gop()).hasMillis(GOP_MS);
    }

    @Test
    void newFormatIsToldAtOnce() {
        startAvcAac();
        broadcast(0, SECOND_MS, 100);
        send(video(SECOND_MS, Payloads.hevcSequenceHeader()), video(SECOND_MS, Payloads.hevcKeyFrame(1)));
        assertThat(stream.intake().video().orElseThrow().codec()).isEqualTo(Codec.HEVC);
    }

    @Test
    void framesThatNobodyGetsAreCounted() {
        send(key(0), inter(40));
        startAvcAac();
        assertThat(stream.intake().withheldFrames()).isEqualTo(2);
    }

    @Test
    void trackThatIsGoneIsToldNoMore() {
        startAvcAac();
        broadcast(0, SECOND_MS, 100);
        stream.interrupted();
        for (int ms = SECOND_MS; ms < 10 * SECOND_MS; ms += FRAME_MS) {
            send(sound(ms));
            pass(Duration.ofMillis(FRAME_MS));
        }
        assertThat(stream.intake().video()).isEmpty();
        assertThat(stream.intake().audio()).isPresent();
        assertThat(stream.intake().gop()).isZero();
    }

    private void broadcast(int fromMs, int toMs, int pictureBytes) {
        for (int ms = fromMs; ms < toMs; ms += FRAME_MS) {
            send(
                    ms % GOP_MS == 0
                            ? video(ms, Payloads.avcKeyFrame(ms, pictureBytes))
                            : video(ms, Payloads.avcInterFrame(ms, pictureBytes)));
            send(sound(ms));
            pass(Duration.ofMillis(FRAME_MS));
        }
    }
}
