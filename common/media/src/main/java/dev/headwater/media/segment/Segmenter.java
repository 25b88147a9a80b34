package dev.headwater.media.segment;

import dev.headwater.media.FrameKind;
import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.TrackFormat;
import dev.headwater.media.segment.Rendition.Kind;
import dev.headwater.media.ts.TsSegmentWriter;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream's default tracks into segments. The video leads: it says where segments begin, and the audio of a segment begins
 * with its first frame at or after that. Without video the audio leads. Confined to its owner's thread; what it has made is
 * shown by {@link #presentation}.
 */
public final class Segmenter {
    /** Frames of a track that are further apart do not go on from each other, unless one segment can have both. */
    static final long LEAP_MS = 2_000;

    /** Until two frames have shown it: how long one lasts. */
    private static final long USUAL_STEP_MS = 40;

    private static final long UNKNOWN = -1;

    private final SegmentPlan plan;
    private final Instant firstZero;
    private final List<RenditionLog> logs;
    private final TrackSink videoSink;
    private final TrackSink audioSink;
    private final FollowingSound followingSound;
    private final Map<FrameKind, TrackFormat> formats = new EnumMap<>(FrameKind.class);

    // ---- the track that leads ----
    private boolean videoLeads;
    private @Nullable Cut cut;
    private long lastNumber = UNKNOWN;
    private long certainFrom = UNKNOWN;
    private long gopMs;
    private long leadMs = UNKNOWN;
    private long stepMs = USUAL_STEP_MS;
    private long apartMs = UNKNOWN;
    private boolean discontinuity;
    private long discontinuities;

    private Instant zero;
    private boolean ended;
    private @Nullable Presentation view;

    /** One that shares the memory for segments with no other. */
    public Segmenter(SegmentPlan plan, Instant zero, long gopMs) {
        this(plan, zero, gopMs, new SegmentMemory(Long.MAX_VALUE, () -> false).share());
    }

    /**
     * @param zero when position 0 of the timeline was, as the first frame says
     * @param gopMs from the key frame before the first one to come to that one; 0 if unknown. Without it, the first segment is
     *     that of the next window: an earlier key frame may have been in this one.
     * @param share what it keeps is counted there; closed by its owner
     */
    public Segmenter(SegmentPlan plan, Instant zero, long gopMs, SegmentMemory.Share share) {
        this.plan = plan;
        this.firstZero = zero;
        this.zero = zero;
        this.gopMs = gopMs;
        if (plan.container() == Container.TS) {
            var main = new RenditionLog(Kind.MAIN, plan, share);
            var multiplexer = new TsMultiplexer(plan, main, share);
            logs = List.of(main);
            videoSink = multiplexer.track(FrameKind.VIDEO);
            audioSink = multiplexer.track(FrameKind.AUDIO);
        } else {
            var video = new RenditionLog(Kind.VIDEO, plan, share);
            var audio = new RenditionLog(Kind.AUDIO, plan, share);
            logs = List.of(video, audio);
            videoSink = new FragmentTrack(FrameKind.VIDEO, plan, video, share);
            audioSink = new FragmentTrack(FrameKind.AUDIO, plan, audio, share);
        }
        followingSound = new FollowingSound(audioSink, plan);
    }

    /** The next frame of the stream; those of other tracks than the default ones are left out. */
    public void add(MediaFrame frame) {
        if (ended || frame.track() != 0 || frame.kind() == FrameKind.DATA) {
            return;
        }
        if (frame.isSequenceHeader() || (frame.isCoded() && !isOfKnownFormat(frame))) {
            offer(frame);
        }
        if (frame.isCoded() && isOfKnownFormat(frame)) {
            switch (frame.kind()) {
                case VIDEO -> picture(frame);
                case AUDIO -> sound(frame);
                case DATA -> {}
            }
            if (videoLeads) {
                followingSound.follow(leadMs);
                if (followingSound.isAlone()) {
                    leadIsGone();
                }
            }
        }
    }

    /** When position 0 of the timeline was, as frames from the next one on say: segments that begin from now on are told so. */
    public void zero(Instant now) {
        zero = now;
    }

    /**
     * The frames from the next one on are of the publication of this epoch: what is before ends, and they begin with a discontinuity.
     * The epoch that the first segment is of is what discontinuities are counted from, so that nodes that began in different epochs
     * count alike.
     */
    public void publication(long epoch) {
        if (lastNumber == UNKNOWN) {
            discontinuities = epoch;
        } else if (!ended) {
            discontinuity = true;
            endLead();
        }
    }

    // ---- formats ------------------------------------------------------------------------------------------------

    private boolean isOfKnownFormat(MediaFrame frame) {
        var format = formats.get(frame.kind());
        return format != null && format.takes(frame);
    }

    private void offer(MediaFrame frame) {
        var format = TrackFormat.of(frame).filter(this::isTaken);
        var known = Optional.ofNullable(formats.get(frame.kind()));
        if (format.equals(known)) {
            return;
        }
        boolean isWaitedFor = frame.kind() == FrameKind.AUDIO && followingSound.become(format);
        if (!isWaitedFor && (known.isPresent() || (frame.kind() == FrameKind.VIDEO && videoLeads))) {
            interrupt(frame.kind());
        }
        format.ifPresentOrElse(now -> formats.put(frame.kind(), now), () -> formats.remove(frame.kind()));
        if (frame.kind() == FrameKind.VIDEO && format.isPresent() && lastNumber == UNKNOWN) {
            lead(true); // else at its first key frame
        }
    }

    private boolean isTaken(TrackFormat format) {
        return plan.container() == Container.FMP4 || TsSegmentWriter.takes(format);
    }

    /** What follows in a track is coded in another way: its segment ends here, the next begins with a discontinuity. */
    private void interrupt(FrameKind kind) {
        discontinuity = true;
        if (isLead(kind)) {
            endLead();
        } else {
            audioSink.finish(leadMs);
        }
    }

    private boolean isLead(FrameKind kind) {
        return videoLeads == (kind == FrameKind.VIDEO);
    }

    private TrackSink leadSink() {
        return videoLeads ? videoSink : audioSink;
    }

    /** Who leads from now on. */
    private void lead(boolean byVideo) {
        if (videoLeads != byVideo) {
            discontinuity |= lastNumber != UNKNOWN;
            videoLeads = byVideo;
            leadMs = UNKNOWN;
            stepMs = USUAL_STEP_MS;
            apartMs = UNKNOWN;
            if (lastNumber == UNKNOWN) {
                certainFrom = UNKNOWN;
            }
        }
    }

    // ---- the track that leads -----------------------------------------------------------------------------------

    private void picture(MediaFrame frame) {
        if (!videoLeads && frame.isKeyFrame()) {
            endLead();
            lead(true);
        }
        if (videoLeads) {
            advance(frame, GopCache.isKeyFrame(frame));
        }
    }

    private void sound(MediaFrame frame) {
        if (videoLeads) {
            followingSound.add(frame);
        } else {
            advance(frame, true);
        }
    }

    private void advance(MediaFrame frame, boolean mayBegin) {
        long ms = frame.timestampMs();
        if (isLeap(ms)) {
            endLead();
            discontinuity |= lastNumber != UNKNOWN;
        } else if (leadMs != UNKNOWN && ms > leadMs) {
            pace(ms - leadMs);
        }
        leadMs = ms;
        long window = plan.windowOf(ms);
        if (certainFrom == UNKNOWN) {
            certainFrom = mayBegin && isFirstOf(window, ms) ? window : window + 1;
        }
        if (mayBegin && window > lastNumber && window >= certainFrom) {
            begin(window, ms);
        } else if (cut != null && ms + stepMs - cut.startMs() > plan.longestMs()) {
            begin(cut.number() + 1, ms); // no key frame came in time
        }
        if (cut != null) {
            leadSink().add(frame);
        }
    }

    /** Whether the frame before cannot stay on until this one: a slide that lasts as long as its segment may does. */
    private boolean isLeap(long ms) {
        return leadMs != UNKNOWN && ms - leadMs > LEAP_MS && (cut == null || ms - cut.startMs() > plan.longestMs());
    }

    /** How long a frame lasts: a hole alone is no pace. */
    private void pace(long nowMs) {
        stepMs = apartMs == UNKNOWN ? nowMs : Math.min(nowMs, apartMs);
        apartMs = nowMs;
    }

    /** Whether the key frame before one at {@code ms} was in an earlier window. */
    private boolean isFirstOf(long window, long ms) {
        return gopMs > 0 && ms - gopMs < plan.startOf(window);
    }

    private void begin(long number, long frameMs) {
        long ms = cut == null ? frameMs : bounded(cut, frameMs);
        finishLead(ms);
        discontinuities += discontinuity && lastNumber != UNKNOWN ? 1 : 0;
        var next = new Cut(
                number,
                ms,
                zero,
                discontinuities,
                videoLeads ? Optional.ofNullable(formats.get(FrameKind.VIDEO)) : Optional.empty(),
                Optional.ofNullable(formats.get(FrameKind.AUDIO)));
        cut = next;
        lastNumber = number;
        discontinuity = false;
        leadSink().begin(next);
        if (videoLeads) {
            followingSound.cut(next);
        } else {
            videoSink.begin(next); // which is a gap there
        }
    }

    /** Where a segment ends whose next frame is at {@code ms}: no frame is shown longer than its segment may last. */
    private long bounded(Cut now, long ms) {
        return Math.min(ms, now.startMs() + plan.longestMs());
    }

    private void finishLead(long ms) {
        leadSink().finish(ms);
        if (!videoLeads) {
            videoSink.finish(ms);
        }
    }

    /** The segment of the track that leads ends with the frames that it has. */
    private void endLead() {
        if (cut != null) {
            long endMs = bounded(cut, leadMs + stepMs);
            finishLead(endMs);
            if (videoLeads) {
                followingSound.cut(cut.end(endMs));
            }
            cut = null;
        }
    }

    /** There is no picture any more. */
    private void leadIsGone() {
        endLead();
        var waiting = followingSound.lead();
        lead(false);
        waiting.forEach(frame -> advance(frame, true));
    }

    // ---- ends ---------------------------------------------------------------------------------------------------

    /** Frames are missing, at this node alone, before the next one. */
    public void missed() {
        videoSink.breakOff();
        followingSound.breakOff();
        cut = null;
        leadMs = UNKNOWN;
        certainFrom = UNKNOWN;
        gopMs = 0;
    }

    /** The stream is over: what there is of the last segment is delivered as well. */
    public void end() {
        if (!ended) {
            ended = true;
            if (videoLeads) {
                followingSound.end(leadMs, stepMs);
            }
            endLead();
        }
    }

    /** What there is now; the same object as long as nothing has changed. */
    public Presentation presentation() {
        var renditions = logs.stream()
                .filter(RenditionLog::isUsed)
                .map(RenditionLog::view)
                .toList();
        if (view == null || view.ended() != ended || !isSame(view.renditions(), renditions)) {
            view = new Presentation(plan, firstZero, renditions, ended);
        }
        return view;
    }

    /** They are made anew only where something has changed. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(List<Rendition> some, List<Rendition> others) {
        return some.size() == others.size()
                && Stream.iterate(0, i -> i < some.size(), i -> i + 1).allMatch(i -> some.get(i) == others.get(i));
    }
}
