package dev.headwater.media.segment;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.fmp4.FragmentWriter;
import dev.headwater.media.format.TrackFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the fMP4 segments of one track. A part ends before the frame that would make it longer than parts may be, counted from its
 * segment's first frame, so that all nodes cut alike; a segment whose frames are too far apart for parts is one. Confined to the segmenter.
 */
final class FragmentTrack implements TrackSink {
    /** Segments have fewer parts: the sequence number of a fragment is the segment's times this, and its part. */
    private static final int PARTS = 1 << 8;

    /** No frame of audio is longer. */
    static final long LONGEST_SOUND_MS = 200;

    private static final long USUAL_SOUND_MS = 20;

    private static final long UNKNOWN = -1;

    private final FrameKind kind;
    private final SegmentPlan plan;
    private final RenditionLog log;
    private final SegmentMemory.Share share;

    private final List<MediaFrame> waiting = new ArrayList<>();
    private @Nullable Cut cut;

    private @Nullable TrackFormat format;
    private @Nullable FragmentWriter writer;
    private Optional<InitFile> init = Optional.empty();
    private long waitingBytes;

    /** From the first frame of the segment to the second. */
    private long stepMs = UNKNOWN;

    private int fragments;

    /** Segments without a frame since the last one that had any. */
    private int silent;

    FragmentTrack(FrameKind kind, SegmentPlan plan, RenditionLog log, SegmentMemory.Share share) {
        this.kind = kind;
        this.plan = plan;
        this.log = log;
        this.share = share;
    }

    @Override
    public void begin(Cut next) {
        clear();
        cut = next;
        next.format(kind).filter(now -> !now.equals(format)).ifPresent(now -> {
            format = now;
            init = Optional.of(InitFile.of(now));
        });
    }

    @Override
    public void add(MediaFrame frame) {
        if (cut == null || format == null || cut.format(kind).isEmpty()) {
            return;
        }
        if (writer == null) {
            silent = 0;
            writer = new FragmentWriter(format);
            log.begin(cut, frame.timestampMs(), List.of(format), init);
        } else if (isFull(frame.timestampMs())) {
            write(cut, writer, frame.timestampMs());
        }
        waitingBytes += frame.payload().length;
        share.add(frame.payload().length);
        if (waitingBytes > plan.maxBytes()) {
            breakOff();
        } else {
            waiting.add(frame);
        }
    }

    /** Whether a part that had the frame at {@code ms}, too, would be too long. */
    private boolean isFull(long ms) {
        if (waiting.isEmpty()) {
            return false;
        }
        long nowMs = ms - waiting.getLast().timestampMs();
        if (stepMs == UNKNOWN) {
            stepMs = nowMs;
        }
        return plan.isInParts(stepMs) && ms + nowMs - waiting.getFirst().timestampMs() > plan.partMs();
    }

    private void write(Cut now, FragmentWriter to, long endMs) {
        if (waiting.isEmpty()) {
            return;
        }
        var first = waiting.getFirst();
        byte[] bytes = to.write((int) (now.number() * PARTS + fragments++), List.copyOf(waiting), endMs);
        forgetWaiting();
        boolean independent = kind == FrameKind.AUDIO || first.isKeyFrame();
        boolean isEmpty = bytes.length == 0; // no frame had a body
        if (!isEmpty && !log.add(new Part(bytes, endMs - first.timestampMs(), independent))) {
            clear();
        }
    }

    @Override
    public void finish(long endMs) {
        if (cut == null) {
            return;
        }
        if (writer != null) {
            long lastMs = endOfLast(endMs);
            write(cut, writer, lastMs);
            log.finish(lastMs);
        } else if (log.isUsed()) {
            gap(cut, endMs);
        }
        clear();
    }

    /** The track, which there was before, is silent or not in the stream. */
    private void gap(Cut now, long endMs) {
        boolean offered = ++silent < SILENT_SEGMENTS;
        var formats = now.format(kind).filter(any -> offered).stream().toList();
        log.begin(now, now.startMs(), formats, Optional.empty());
        log.finish(endMs);
    }

    /** A sound that nothing follows ends by itself; a picture stays. */
    private long endOfLast(long endMs) {
        if (kind == FrameKind.VIDEO || waiting.isEmpty()) {
            return endMs;
        }
        long lastMs = waiting.getLast().timestampMs();
        return endMs - lastMs > LONGEST_SOUND_MS ? lastMs + USUAL_SOUND_MS : endMs;
    }

    @Override
    public void breakOff() {
        if (writer != null) {
            log.breakOff();
        }
        clear();
    }

    private void clear() {
        cut = null;
        writer = null;
        forgetWaiting();
        stepMs = UNKNOWN;
        fragments = 0;
    }

    private void forgetWaiting() {
        waiting.clear();
        share.add(-waitingBytes);
        waitingBytes = 0;
    }
}
