package dev.headwater.server.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Key frames of real encoders, and worse, through a real ffmpeg and through programs that do as a hurt one might. */
class PictureDecoderTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private PictureDecoder ffmpeg() {
        return new PictureDecoder(vertx, Ffmpeg.shipped().program(), new MadeUp.Settings());
    }

    private PictureDecoder program(String script) {
        return new PictureDecoder(
                vertx, MadeUp.program(folder, script), new MadeUp.Settings(Duration.ofMinutes(1), SHORT));
    }

    private static KeyFrame newestOf(List<MediaFrame> frames) {
        var tap = new KeyFrameTap();
        tap.frames(frames);
        return tap.found().await();
    }

    private static KeyFrame newestOf(Clip clip) {
        return newestOf(MadeUp.frames(clip));
    }

    @ParameterizedTest
    @EnumSource(names = {"H264_AAC", "HEVC_AAC", "AV1_OPUS"})
    void newestKeyFrameOfEveryCodecBecomesAPictureOfTheWidth(Clip clip) throws IOException {
        var picture = ffmpeg().decode(newestOf(clip)).await();
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(picture.jpeg().getBytes()));
        assertThat(image.getWidth()).isEqualTo(160);
        assertThat(image.getHeight()).isEqualTo(90);
        // the first of the six bars of the test picture is red, the fifth is not
        assertThat(image.getRGB(8, 60) >> 16 & 0xFF).isGreaterThan(200);
        assertThat(image.getRGB(8, 60) & 0xFF).isLessThan(60);
        assertThat(image.getRGB(70, 60) & 0xFF).isLessThan(60);
    }

    @Test
    void streamThatEndsBeforeItsFirstKeyFrameHasNoPicture() {
        var tap = new KeyFrameTap();
        tap.frames(MadeUp.frames(Clip.AAC));
        tap.ended(EndReason.UNPUBLISHED);
        assertThatThrownBy(() -> tap.found().await()).hasMessage("the stream ended: UNPUBLISHED");
    }

    @Test
    void frameThatIsNoneEndsItsFfmpegAndNothingElse() {
        var header = newestOf(Clip.H264).header().orElseThrow();
        byte[] garbage = new byte[100_000];
        IntStream.range(0, garbage.length).forEach(i -> garbage[i] = (byte) (i * 31));
        System.arraycopy(new byte[] {0x17, 1, 0, 0, 0}, 0, garbage, 0, 5);
        var hostile = newestOf(List.of(header, MediaFrame.of(FrameKind.VIDEO, 40, garbage)));
        var decoder = ffmpeg();
        assertThatThrownBy(() -> decoder.decode(hostile).await())
                .isInstanceOf(NoPictureException.class)
                .hasMessageContaining("status");
        assertThat(decoder.decode(newestOf(Clip.H264)).await().jpeg().length()).isPositive();
    }

    @Test
    void programThatHangsIsKilled() {
        long begun = System.nanoTime();
        assertThatThrownBy(() ->
                        program("exec sleep 60").decode(newestOf(Clip.H264)).await())
                .isInstanceOf(NoPictureException.class)
                .hasMessageContaining("status 137");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(40));
    }

    @Test
    void programThatTakesTooMuchMemoryDoesNotGetIt() {
        assertThatThrownBy(() -> program("exec dd if=/dev/zero of=/dev/null bs=2000M count=1")
                        .decode(newestOf(Clip.H264))
                        .await())
                .isInstanceOf(NoPictureException.class)
                .hasMessageContaining("memory");
    }

    @Test
    void programThatNeverStopsWritingIsNotListenedToForEver() {
        assertThatThrownBy(() -> program("printf '\\377\\330'; exec cat /dev/zero")
                        .decode(newestOf(Clip.H264))
                        .await())
                .isInstanceOf(NoPictureException.class);
    }

    @Test
    void programKnowsNoVariableOfTheNode() {
        assertThatThrownBy(() -> program("env | grep -v -e PATH= -e PWD= -e '^_=' | wc -l >&2")
                        .decode(newestOf(Clip.H264))
                        .await())
                .hasMessageEndingWith(": 0");
    }

    @Test
    void programThatIsNotThereIsNamed() {
        var decoder = new PictureDecoder(vertx, Path.of("no-such-ffmpeg"), new MadeUp.Settings());
        assertThatThrownBy(() -> decoder.decode(newestOf(Clip.H264)).await())
                .hasMessageContainingAll("no-such-ffmpeg: status 127", "not found");
    }

    @Test
    void noMoreThanSomeWaitForTheirTurn() {
        var decoder = program("exec sleep 60");
        var frame = newestOf(Clip.H264);
        var waiting =
                IntStream.range(0, 17).mapToObj(i -> decoder.decode(frame)).toList();
        assertThatThrownBy(() -> decoder.decode(frame).await()).hasMessageContaining("thumbnail.concurrent=1");
        assertThat(waiting).noneMatch(Future::isComplete);
    }
}
