package dev.headwater.media.segment;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.TrackFormat;
import dev.headwater.media.ts.TsSegmentWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes MPEG-TS segments of the frames of both tracks, each as soon as both have finished it. Confined to the segmenter. */
final class TsMultiplexer {
    /** Segments that one track may be ahead of the other, which then lacks the oldest. */
    private static final int MOST_WAITING = 16;

    private final SegmentPlan plan;
    private final RenditionLog log;
    private final SegmentMemory.Share share;

    /** Begun by a track and not finished by all, the oldest first. */
    private final Deque<Growing> segments = new ArrayDeque<>();

    private long lastNumber = -1;

    /** Segments without sound since the last one that had any. */
    private int silent = TrackSink.SILENT_SEGMENTS;

    TsMultiplexer(SegmentPlan plan, RenditionLog log, SegmentMemory.Share share) {
        this.plan = plan;
        this.log = log;
        this.share = share;
    }

    /** The frames of one kind. */
    TrackSink track(FrameKind kind) {
        return new Track(kind);
    }

    private final class Growing {
        Cut cut;
        final List<MediaFrame> frames = new ArrayList<>();
        int unfinished;
        long bytes;
        long endMs;
        boolean broken;

        Growing(Cut cut) {
            this.cut = cut;
            unfinished = (int) Stream.of(cut.video(), cut.audio())
                    .filter(Optional::isPresent)
                    .count();
        }

        void giveUp() {
            broken = true;
            forgetFrames();
        }

        void forgetFrames() {
            frames.clear();
            share.add(-bytes);
            bytes = 0;
        }
    }

    private final class Track implements TrackSink {
        private final FrameKind kind;
        private @Nullable Growing growing;

        Track(FrameKind kind) {
            this.kind = kind;
        }

        @Override
        public void begin(Cut cut) {
            growing = cut.format(kind).isPresent() ? joined(cut) : null;
        }

        @Override
        public void add(MediaFrame frame) {
            if (growing != null && !growing.broken) {
                growing.frames.add(frame);
                growing.bytes += frame.payload().length;
                share.add(frame.payload().length);
                if (growing.bytes > plan.maxBytes() / 2) {
                    growing.giveUp();
                }
            }
        }

        @Override
        public void finish(long endMs) {
            if (growing != null) {
                // the picture decides how long it lasts
                if (kind == FrameKind.VIDEO || growing.cut.video().isEmpty()) {
                    growing.endMs = endMs;
                }
                growing.unfinished--;
                growing = null;
                write();
            }
        }

        @Override
        public void breakOff() {
            growing = null;
            TsMultiplexer.this.breakOff();
        }
    }

    /** Null for a segment that did not wait. */
    private @Nullable Growing joined(Cut cut) {
        for (Growing one : segments) {
            if (one.cut.number() == cut.number()) {
                one.cut = cut; // its sound may be of another format since the picture began it
                return one;
            }
        }
        if (cut.number() <= lastNumber) {
            return null;
        }
        var one = new Growing(cut);
        segments.addLast(one);
        while (segments.size() > 1 && (segments.size() > MOST_WAITING || waitingBytes() > plan.maxBytes())) {
            breakOff(segments.removeFirst());
        }
        write();
        return one;
    }

    private long waitingBytes() {
        return segments.stream().mapToLong(segment -> segment.bytes).sum();
    }

    private void write() {
        while (!segments.isEmpty() && segments.getFirst().unfinished == 0) {
            write(segments.removeFirst());
        }
    }

    private void write(Growing segment) {
        var cut = segment.cut;
        lastNumber = cut.number();
        boolean sounds = segment.frames.stream().anyMatch(frame -> frame.kind() == FrameKind.AUDIO);
        silent = sounds ? 0 : silent + 1;
        log.begin(cut, cut.startMs(), offered(cut), Optional.empty());
        if (!segment.broken && !segment.frames.isEmpty()) {
            segment.frames.sort(Comparator.comparingLong(MediaFrame::timestampMs)); // stable
            byte[] bytes = TsSegmentWriter.write(formats(cut), segment.frames);
            log.add(new Part(bytes, segment.endMs - cut.startMs(), true));
        }
        log.finish(segment.endMs);
        segment.forgetFrames();
    }

    private void breakOff() {
        segments.forEach(this::breakOff);
        segments.clear();
    }

    private void breakOff(Growing segment) {
        segment.giveUp();
        lastNumber = segment.cut.number();
        log.begin(segment.cut, segment.cut.startMs(), offered(segment.cut), Optional.empty());
        log.breakOff();
    }

    private List<TrackFormat> offered(Cut cut) {
        boolean isSilent = silent >= TrackSink.SILENT_SEGMENTS;
        return formats(cut).stream()
                .filter(format -> format.kind() == FrameKind.VIDEO || !isSilent)
                .toList();
    }

    private static List<TrackFormat> formats(Cut cut) {
        return Stream.of(cut.video(), cut.audio()).flatMap(Optional::stream).toList();
    }
}
