package dev.headwater.media.hub;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes one line of what a source sends before and after its interruptions: no kind of frame goes back in time, nothing comes
 * twice, and the picture goes on at a key frame. Confined to the source's loop.
 *
 * <p>After an interruption a key frame can be the one that players started with (the same encode, sent again by a relay: what
 * they have is skipped), newer than all they have, or so old that the source must have lost its timeline: then its line is
 * moved to the end of ours. A source that says that it was lifted above ours has not lost it: what is older is from before the lift.
 */
final class Continuity {
    /** A source that comes back without picture goes on with its sound after this. */
    private static final long PATIENCE_FOR_PICTURE_MS = 3_000;

    /** A picture without key frames goes on after this. */
    private static final long PATIENCE_FOR_KEY_MS = 30_000;

    /** Frames that are older by more are no repetition. */
    private static final long LOST_TIMELINE_MS = 5_000;

    private final SourceTrack audio = new SourceTrack();
    private final SourceTrack video = new SourceTrack();
    private final SourceTrack data = new SourceTrack();
    private boolean awaitsPicture;
    private boolean awaitsRest;
    private boolean placed = true;
    private boolean sameLine;
    private boolean soundRepeated;
    private boolean above;
    private long resumingSinceMs;
    private long pictureMs;
    private long shiftMs;

    SourceTrack track(FrameKind kind) {
        return switch (kind) {
            case AUDIO -> audio;
            case VIDEO -> video;
            case DATA -> data;
        };
    }

    /** Newest position of all kinds, or -1. */
    long newestMs() {
        return Math.max(Math.max(audio.newestMs, video.newestMs), data.newestMs);
    }

    /** True while frames of the kind are swallowed because of an interruption. */
    boolean awaits(FrameKind kind) {
        return kind == FrameKind.VIDEO ? awaitsPicture : awaitsRest;
    }

    /**
     * Whether {@code first}, with which the source goes on, follows what was delivered, with nothing between them missing at this node: it is
     * another publication's key frame, or sound alone which the source began to send before its end.
     */
    boolean goesOnWith(MediaFrame first) {
        return sameLine ? soundRepeated && video.codec == Codec.NONE : GopCache.isKeyFrame(first);
    }

    /** The source was interrupted. */
    void interrupted() {
        awaitsPicture = true;
        awaitsRest = true;
        placed = false;
        sameLine = false;
        soundRepeated = false;
        above = false;
        resumingSinceMs = -1;
        audio.interrupted();
        video.interrupted();
        data.interrupted();
    }

    /** The source that goes on is on the line that it was on: however old its frames are, they are repetitions. */
    void goesOnTheSameLine() {
        sameLine = true;
    }

    /** The source that goes on was lifted above all that was delivered: what is below is from before that. */
    void goesOnAbove() {
        above = true;
        shiftMs = 0;
    }

    /**
     * The frame at its place on the stream's line; null if it has none.
     *
     * @param gop the group of pictures so far
     */
    @Nullable
    MediaFrame place(MediaFrame frame, GopCache gop) {
        if (awaits(frame.kind()) && !resumes(frame, gop)) {
            return null;
        }
        var track = track(frame.kind());
        long ms = frame.timestampMs() + shiftMs;
        if (ms < track.newestMs || ms <= track.deliveredMs) {
            return null;
        }
        track.newestMs = ms;
        track.seen = true;
        return shiftMs == 0 ? frame : frame.at(ms);
    }

    /** A header counts from now on, whatever time it bears. */
    MediaFrame placeHeader(MediaFrame header) {
        long floorMs = placed ? track(header.kind()).newestMs : newestMs();
        long ms = placed ? Math.max(header.timestampMs() + shiftMs, floorMs) : floorMs;
        return ms < 0 || ms == header.timestampMs() ? header : header.at(ms);
    }

    private boolean resumes(MediaFrame frame, GopCache gop) {
        long ms = frame.timestampMs();
        if (above && !placed && ms <= newestMs()) {
            return false;
        }
        if (resumingSinceMs < 0) {
            resumingSinceMs = ms;
            pictureMs = ms;
        }
        if (!isWorthGoingOn(frame, ms) || !findsPlace(frame, ms, gop)) {
            return false;
        }
        placed = true;
        awaitsRest = false;
        if (frame.kind() == FrameKind.VIDEO) {
            awaitsPicture = false;
        }
        return true;
    }

    private boolean isWorthGoingOn(MediaFrame frame, long ms) {
        return switch (frame.kind()) {
            case VIDEO -> {
                pictureMs = ms;
                yield GopCache.isKeyFrame(frame) || ms - resumingSinceMs > PATIENCE_FOR_KEY_MS;
            }
            case AUDIO ->
                video.codec == Codec.NONE
                        || ms - pictureMs > PATIENCE_FOR_PICTURE_MS
                        || ms - resumingSinceMs > PATIENCE_FOR_KEY_MS;
            case DATA -> video.codec == Codec.NONE && audio.codec == Codec.NONE;
        };
    }

    private boolean findsPlace(MediaFrame frame, long ms, GopCache gop) {
        if (placed) { // by another kind
            return ms + shiftMs > track(frame.kind()).newestMs;
        }
        if (isStartOf(gop, frame)) {
            return true;
        }
        if (sameLine) {
            boolean isNew = ms + shiftMs > track(frame.kind()).newestMs;
            soundRepeated |= !isNew && frame.kind() == FrameKind.AUDIO;
            return isNew;
        }
        long newestMs = newestMs();
        if (ms < newestMs - LOST_TIMELINE_MS) {
            shiftMs = newestMs + 1 - ms;
            return true;
        }
        if (ms <= track(frame.kind()).newestMs) {
            return false;
        }
        shiftMs = 0;
        return true;
    }

    private boolean isStartOf(GopCache gop, MediaFrame frame) {
        if (gop.isEmpty()) {
            return false;
        }
        MediaFrame first = gop.frames().getFirst();
        return first.timestampMs() == frame.timestampMs() + shiftMs && Arrays.equals(first.payload(), frame.payload());
    }
}
