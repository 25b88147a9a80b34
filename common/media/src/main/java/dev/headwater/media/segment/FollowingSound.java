package dev.headwater.media.segment;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.TrackFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The sound of a stream whose video leads. A frame is held until the picture has passed it, since until then a segment may begin before it;
 * so are the cuts, until the sound has passed them. Confined to the segmenter.
 */
final class FollowingSound {
    /** The picture is gone, if the sound went on without it for this long, and for longer than a segment of one picture lasts. */
    private static final long PICTURE_GONE_MS = 5_000;

    /** It is silent, if it is behind the picture by this: from then on nobody waits for it. */
    private static final long SILENT_MS = 3_000;

    /** What a frame takes besides its payload. */
    private static final int FRAME_BYTES = 64;

    private static final long UNKNOWN = -1;

    private final TrackSink sink;
    private final SegmentPlan plan;
    private final List<Cut> cuts = new ArrayList<>();
    private final Deque<MediaFrame> held = new ArrayDeque<>();
    private long heldBytes;
    private long sinceMs;
    private boolean silent;

    /** That of the frames that come now. */
    private Optional<TrackFormat> format = Optional.empty();

    /** How many there were up to the newest segment that has begun. */
    private long discontinuities = UNKNOWN;

    /** Whether the segment that has begun has sound of that format. */
    private boolean taken;

    FollowingSound(TrackSink sink, SegmentPlan plan) {
        this.sink = sink;
        this.plan = plan;
    }

    /** The picture's segments are cut here, after those before. */
    void cut(Cut next) {
        cuts.addLast(next);
    }

    /**
     * The frames from the next one on are of another format, or of none that is taken: what waits is left out, and the segment that has begun goes
     * on without sound.
     *
     * @return whether a discontinuity waits for its sound: that is of this format then, and no other discontinuity is needed
     */
    boolean become(Optional<TrackFormat> now) {
        format = now;
        taken = false;
        release();
        long newest = cuts.isEmpty() ? discontinuities : cuts.getLast().discontinuities();
        if (now.isEmpty() || newest == discontinuities) {
            return false;
        }
        cuts.replaceAll(cut -> cut.discontinuities() == newest ? cut.sounding(now) : cut);
        return true;
    }

    /** The next frame of sound. */
    void add(MediaFrame frame) {
        var before = held.peekLast();
        if (before == null || frame.timestampMs() - before.timestampMs() > Segmenter.LEAP_MS) {
            sinceMs = frame.timestampMs();
        }
        held.addLast(frame);
        heldBytes += bytes(frame);
    }

    private static int bytes(MediaFrame frame) {
        return frame.payload().length + FRAME_BYTES;
    }

    /** The picture has come to {@code leadMs}: no segment begins before that any more. */
    void follow(long leadMs) {
        for (var frame = held.peekFirst(); frame != null && frame.timestampMs() <= leadMs; frame = held.peekFirst()) {
            silent = false;
            beginUpTo(frame.timestampMs());
            held.removeFirst();
            heldBytes -= bytes(frame);
            deliver(frame);
        }
        while (!cuts.isEmpty() && held.isEmpty() && isSilentAt(cuts.getFirst().startMs(), leadMs)) {
            silent |= !cuts.getFirst().isEnd(); // behind an end, there may be sound again
            beginNext(cuts.getFirst().startMs());
        }
    }

    private void deliver(MediaFrame frame) {
        if (taken) {
            sink.add(frame);
        }
    }

    private boolean isSilentAt(long ms, long leadMs) {
        return silent || leadMs - ms > SILENT_MS;
    }

    /** The frame at {@code ms} ends what is before it, unless there was silence in between. */
    private void beginUpTo(long ms) {
        while (!cuts.isEmpty() && cuts.getFirst().startMs() <= ms) {
            long cutMs = cuts.getFirst().startMs();
            beginNext(ms - cutMs > FragmentTrack.LONGEST_SOUND_MS ? cutMs : ms);
        }
    }

    private void beginNext(long endMs) {
        sink.finish(endMs);
        var next = cuts.removeFirst();
        discontinuities = next.discontinuities();
        taken = next.audio().equals(format);
        if (!next.isEnd()) {
            sink.begin(next);
        }
    }

    /** Whether it has waited for the picture for as long, or for as much, as it may. */
    boolean isAlone() {
        if (held.isEmpty()) {
            return false;
        }
        long aloneMs = held.getLast().timestampMs() - Math.max(held.getFirst().timestampMs(), sinceMs);
        return aloneMs > Math.max(PICTURE_GONE_MS, plan.longestMs()) || heldBytes > plan.maxBytes() / 2;
    }

    /**
     * It leads from now on, as there is no picture any more, whose segments end before the first frame that waits. Not to be called if
     * none does.
     *
     * @return what has waited
     */
    List<MediaFrame> lead() {
        var waiting = List.copyOf(held);
        release();
        long firstMs = waiting.getFirst().timestampMs();
        beginUpTo(firstMs);
        while (!cuts.isEmpty()) {
            beginNext(firstMs);
        }
        sink.finish(firstMs);
        return waiting;
    }

    /**
     * The stream is over: what waits is delivered as well.
     *
     * @param leadMs where the picture is
     * @param stepMs how long its last frame lasts, and one of sound
     */
    void end(long leadMs, long stepMs) {
        while (!cuts.isEmpty()) {
            beginNext(cuts.getFirst().startMs());
        }
        held.forEach(this::deliver);
        sink.finish((held.isEmpty() ? leadMs : held.getLast().timestampMs()) + stepMs);
        release();
    }

    /** Frames are missing: the segment cannot be delivered, and nothing that waits belongs to another. */
    void breakOff() {
        sink.breakOff();
        cuts.clear();
        release();
    }

    private void release() {
        held.clear();
        heldBytes = 0;
    }
}
