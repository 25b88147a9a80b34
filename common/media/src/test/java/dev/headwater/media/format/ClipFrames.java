package dev.headwater.media.format;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.FlvReader;
import dev.headwater.testkit.Clip;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The frames of a clip, cut into segments as a packager would: where a picture is a key, or each second of sound alone. */
public record ClipFrames(List<MediaFrame> all) {
    public static ClipFrames of(Clip clip) {
        return of(clip.file());
    }

    /** Those of any FLV file. */
    public static ClipFrames of(Path file) {
        try {
            var frames = new ArrayList<MediaFrame>();
            new FlvReader(1 << 24, frames::add).read(Unpooled.wrappedBuffer(Files.readAllBytes(file)));
            return new ClipFrames(frames);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<TrackFormat> track(FrameKind kind) {
        return all.stream()
                .filter(frame -> frame.kind() == kind)
                .flatMap(frame -> TrackFormat.of(frame).stream())
                .findFirst();
    }

    /** Video, then audio. */
    public List<TrackFormat> tracks() {
        var tracks = new ArrayList<TrackFormat>();
        track(FrameKind.VIDEO).ifPresent(tracks::add);
        track(FrameKind.AUDIO).ifPresent(tracks::add);
        return tracks;
    }

    /** Those of a track, from the first segment on. */
    public List<MediaFrame> of(TrackFormat track) {
        return segments().stream().flatMap(List::stream).filter(track::takes).toList();
    }

    /** Coded frames alone. */
    public List<List<MediaFrame>> segments() {
        boolean hasVideo = track(FrameKind.VIDEO).isPresent();
        var segments = new ArrayList<List<MediaFrame>>();
        long startMs = Long.MIN_VALUE / 2;
        for (var frame : all) {
            if (!frame.isCoded()) {
                continue;
            }
            if (hasVideo ? frame.isKeyFrame() : frame.timestampMs() >= startMs + 1_000) {
                startMs = frame.timestampMs();
                segments.add(new ArrayList<>());
            }
            if (!segments.isEmpty()) {
                segments.getLast().add(frame);
            }
        }
        return segments;
    }
}
