package dev.headwater.loadtest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.FlvWriter;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.Payloads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlvLoopTest {
    @TempDir
    private Path folder;

    @Test
    void timestampsGoOnOverTheSeam() throws IOException {
        var loop = FlvLoop.File.read(file(frame(1_000, true), frame(1_040, false), frame(1_080, false)))
                .source();

        assertThat(next(loop, 7).stream().map(MediaFrame::timestampMs))
                .containsExactly(0L, 40L, 80L, 120L, 160L, 200L, 240L);
    }

    @Test
    void headersComeOnceAndBeforeEverythingElse() throws IOException {
        var header = MediaFrame.of(FrameKind.VIDEO, 1_000, Payloads.avcSequenceHeader());
        var loop = FlvLoop.File.read(file(header, frame(1_000, true), frame(1_040, false)))
                .source();

        assertThat(loop.headers()).singleElement().matches(MediaFrame::isSequenceHeader);
        assertThat(next(loop, 6)).noneMatch(MediaFrame::isSequenceHeader);
    }

    @Test
    void sequencesGoOnOverTheSeam() {
        var video = next(FlvLoop.File.read(Clip.H264_AAC.file()).source(), 2_000).stream()
                .filter(frame -> frame.kind() == FrameKind.VIDEO)
                .map(MediaFrame::payload)
                .toList();

        assertThat(video).hasSizeGreaterThan(400);
        for (int i = 0; i < video.size(); i++) {
            assertThat(SendStamp.sequence(video.get(i), SendStamp.find(video.get(i))))
                    .isEqualTo(i);
        }
    }

    @Test
    void realDecodersTakeStampedFrames() throws IOException {
        var source = FlvLoop.File.read(Clip.H264_AAC.file()).source();
        var frames = new ArrayList<>(source.headers());
        frames.addAll(next(source, 900));
        var stamped = file(frames.toArray(MediaFrame[]::new));

        Ffmpeg.shipped()
                .start(List.of("-v", "error", "-xerror", "-i", stamped.toString(), "-f", "null", "-"))
                .awaitSuccess(java.time.Duration.ofSeconds(60));
    }

    @Test
    void otherCodecsTravelUntouched() {
        var source = FlvLoop.File.read(Clip.HEVC_AAC.file()).source();

        assertThat(next(source, 200)).noneMatch(frame -> SendStamp.find(frame.payload()) >= 0);
    }

    @Test
    void whatIsNoFileToPublishIsRefused() throws IOException {
        var text = Files.writeString(folder.resolve("text.flv"), "no frames here at all");
        var empty = file(MediaFrame.of(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader()));

        assertThatThrownBy(() -> FlvLoop.File.read(text)).hasMessageContaining("is no FLV file");
        assertThatThrownBy(() -> FlvLoop.File.read(empty)).hasMessageContaining("no audio and no video");
        assertThatThrownBy(() -> FlvLoop.File.read(folder.resolve("none.flv"))).hasMessageContaining("none.flv");
    }

    private static List<MediaFrame> next(Source source, int count) {
        var frames = new ArrayList<MediaFrame>();
        long due = 0;
        for (int i = 0; i < count; i++) {
            assertThat(source.nextDueNanos()).isGreaterThanOrEqualTo(due);
            due = source.nextDueNanos();
            frames.add(source.next());
        }
        return frames;
    }

    private static MediaFrame frame(long timestampMs, boolean key) {
        return MediaFrame.of(FrameKind.VIDEO, timestampMs, key ? Payloads.avcKeyFrame(0) : Payloads.avcInterFrame(0));
    }

    private Path file(MediaFrame... frames) throws IOException {
        ByteBuf bytes = Unpooled.buffer();
        FlvWriter.encodeHeader(true, true, bytes);
        for (var frame : frames) {
            FlvWriter.encodeTag(frame, bytes);
        }
        return Files.write(folder.resolve("frames.flv"), ByteBufUtil.getBytes(bytes));
    }
}
