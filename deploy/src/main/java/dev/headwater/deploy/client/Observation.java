package dev.headwater.deploy.client;

import dev.headwater.loadtest.client.PlayerEvents;
import dev.headwater.loadtest.source.SendStamp;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.AudioFormat;
import dev.headwater.media.format.VideoFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a player sees of a stream. Confined to its loop, but for the futures. */
final class Observation implements PlayerEvents {
    private final long openedNanos = System.nanoTime();
    private final CompletableFuture<String> firstFrame = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Track video = new Track();
    private final Track audio = new Track();
    private Optional<VideoFormat> picture = Optional.empty();
    private Optional<AudioFormat> sound = Optional.empty();
    private double startedMs;
    private double firstFrameMs;
    private double firstKeyFrameMs = -1;
    private long keyFrames;
    private long firstKeyMs;
    private long lastKeyMs;
    private long firstKeyAt;
    private long lastKeyAt;
    private double latencyMs = Double.NaN;

    /** Completes with the first frame, or fails with why there is none. */
    CompletableFuture<String> firstFrame() {
        return firstFrame;
    }

    /** Completes with the reason. */
    CompletableFuture<String> end() {
        return ended;
    }

    @Override
    public void received(int bytes) {
        // frames count
    }

    @Override
    public void started() {
        startedMs = sinceOpenMs();
    }

    private double sinceOpenMs() {
        return (System.nanoTime() - openedNanos) / 1e6;
    }

    @Override
    public void frame(MediaFrame frame) {
        if (frame.kind() == FrameKind.DATA) {
            return;
        }
        if (frame.isSequenceHeader()) {
            header(frame);
            return;
        }
        if (!firstFrame.isDone()) {
            firstFrameMs = sinceOpenMs();
            firstFrame.complete("");
        }
        if (frame.kind() == FrameKind.AUDIO) {
            if (sound.isEmpty()) {
                sound = Optional.of(AudioFormat.of(frame)); // of a codec without a header
            }
            audio.add(frame);
        } else {
            video(frame);
        }
    }

    private void header(MediaFrame frame) {
        if (frame.kind() == FrameKind.VIDEO) {
            picture = Optional.of(VideoFormat.of(frame));
        } else {
            sound = Optional.of(AudioFormat.of(frame));
        }
    }

    private void video(MediaFrame frame) {
        if (frame.isKeyFrame()) {
            if (keyFrames == 0) {
                firstKeyFrameMs = sinceOpenMs();
                firstKeyMs = frame.timestampMs();
                firstKeyAt = video.frames();
            }
            lastKeyMs = frame.timestampMs();
            lastKeyAt = video.frames();
            keyFrames++;
        }
        int stamp = SendStamp.find(frame.payload());
        if (stamp >= 0) {
            latencyMs = SendStamp.ageNanos(frame.payload(), stamp, System.nanoTime()) / 1e6;
        }
        video.add(frame);
    }

    @Override
    public void ended(String reason) {
        ended.complete(reason);
        firstFrame.completeExceptionally(new StreamFailure(reason)); // unless there was one
    }

    /** What was seen so far. */
    StreamReport report() {
        return new StreamReport(
                startedMs,
                firstFrameMs,
                firstKeyFrameMs,
                video.isEmpty() ? Optional.empty() : Optional.of(pictures()),
                audio.isEmpty() ? Optional.empty() : Optional.of(sounds()),
                latencyMs);
    }

    private StreamReport.Pictures pictures() {
        long groups = Math.max(0, keyFrames - 1);
        return new StreamReport.Pictures(
                video.codec().fourCc(),
                picture.map(VideoFormat::width).orElse(0),
                picture.map(VideoFormat::height).orElse(0),
                picture.map(format -> (format.profile() + " " + format.level()).strip())
                        .orElse(""),
                video.rate(),
                video.kbits(),
                groups == 0 ? 0 : (lastKeyMs - firstKeyMs) / (double) groups,
                groups == 0 ? 0 : (lastKeyAt - firstKeyAt) / (double) groups);
    }

    private StreamReport.Sounds sounds() {
        return new StreamReport.Sounds(
                audio.codec().fourCc(),
                sound.map(AudioFormat::sampleRate).orElse(0),
                sound.map(AudioFormat::channels).orElse(0),
                audio.kbits());
    }
}
