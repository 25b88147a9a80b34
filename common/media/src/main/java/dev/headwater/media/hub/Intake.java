package dev.headwater.media.hub;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.GopCache;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides what of a source's frames goes to players, gathers it in batches, and keeps what players start with. Confined to the
 * source's loop.
 */
final class Intake {
    /** Frames after an interruption by which the source has sent or used all headers that it has. */
    private static final int FRAMES_TO_CONFIRM = 64;

    /** Frames without their sequence header are held back for this long: it may come late, or the codec have none. */
    private static final long PATIENCE_FOR_HEADER_MS = 3_000;

    /** Without a frame for this long, the stream has no picture for now. */
    private static final long PICTURE_GONE_MS = 5_000;

    /** Without a key frame for this long, there is none to wait for. */
    private static final long KEYS_GONE_MS = 30_000;

    private final HubMetrics metrics;
    private final LongSupplier clock;
    private final StreamHeaders headers = new StreamHeaders();
    private final GopCache gop;
    private final long gopLifeNanos;
    private final Continuity continuity = new Continuity();
    private final IntakeMeter meter = new IntakeMeter();

    // ---- the stream so far ----
    private int framesToConfirm;
    private long audioWithoutHeaderMs = -1;
    private long videoWithoutHeaderMs = -1;
    private long videoMs = -1;
    private long keyMs = -1;
    private long codedNanos; // when the last frame came that is no header, about
    private String codecs = "";

    // ---- the batch ----
    private List<MediaFrame> frames = new ArrayList<>();
    private int keyIndex = -1;
    private List<MediaFrame> keyHeaders = List.of();
    private boolean bringsHeaders;
    private boolean breaksGop;
    private boolean hasPicture;
    private long bytes;
    private long sinceNanos;
    private long takenEpoch;

    Intake(HubSettings settings) {
        this.metrics = settings.metrics();
        this.clock = settings.clock();
        this.gop = new GopCache(settings.gopDuration(), settings.gopBytes());
        this.gopLifeNanos = settings.gopLifeNanos();
    }

    /** Takes a frame of the source. */
    void add(MediaFrame frame) {
        if (frame.kind() == FrameKind.DATA && !isNamed(frame.payload())) {
            withhold(DropReason.UNUSABLE_DATA);
            return;
        }
        switch (headers.offer(frame)) {
            case UNCHANGED -> {}
            case CHANGED -> {
                bringsHeaders = true;
                append(continuity.placeHeader(frame));
            }
            case NOT_A_HEADER -> addCoded(frame);
        }
    }

    private void addCoded(MediaFrame frame) {
        if (awaitsHeader(frame)) {
            withhold(DropReason.NO_HEADER);
            return;
        }
        boolean resuming = continuity.awaits(frame.kind());
        var placed = continuity.place(frame, gop);
        if (placed == null) {
            withhold(continuity.awaits(frame.kind()) ? DropReason.INTERRUPTED : DropReason.STALE);
            return;
        }
        if (resuming && !continuity.goesOnWith(placed)) {
            gop.clear(); // what is between was lost
            breaksGop = true;
        }
        headers.passed(placed);
        append(placed);
        codedNanos = sinceNanos;
        if (framesToConfirm > 0 && --framesToConfirm == 0) {
            headers.forgetDoubtful();
            forgetUnused(FrameKind.AUDIO);
            forgetUnused(FrameKind.VIDEO);
        }
    }

    private void withhold(DropReason reason) {
        metrics.withheld(reason);
        meter.withheld();
    }

    private void append(MediaFrame frame) {
        meter.passed(frame);
        noteCodec(frame);
        notePicture(frame);
        if (GopCache.isKeyFrame(frame)) {
            keyIndex = frames.size();
            keyHeaders = headers.all();
        }
        gop.add(frame, headers.all());
        if (frames.isEmpty()) {
            sinceNanos = clock.getAsLong();
        }
        hasPicture |= frame.kind() == FrameKind.VIDEO && !StreamHeaders.isHeader(frame);
        bytes += frame.payload().length + Batch.FRAME_BYTES;
        frames.add(frame);
    }

    /** The source was interrupted; see {@link Continuity}. */
    void interrupted() {
        continuity.interrupted();
        headers.interrupted();
        framesToConfirm = FRAMES_TO_CONFIRM;
        audioWithoutHeaderMs = -1;
        videoWithoutHeaderMs = -1;
    }

    /** See {@link Continuity}. */
    void goesOnTheSameLine() {
        continuity.goesOnTheSameLine();
    }

    /** See {@link Continuity}. */
    void goesOnAbove() {
        continuity.goesOnAbove();
    }

    // ---- single frames ------------------------------------------------------------------------------------------

    /** A data message starts with the AMF0 string that names it, after a number with some cameras. */
    private static boolean isNamed(byte[] data) {
        int at = 0;
        while (at < data.length && data[at] == 0) {
            at += 1 + Double.BYTES;
        }
        return at + 2 < data.length && data[at] == 2;
    }

    /** Only the default tracks are held back: of the others nothing is known. */
    private boolean awaitsHeader(MediaFrame frame) {
        if (frame.track() != 0 || !needsHeader(frame.codec())) {
            return false;
        }
        boolean isVideo = frame.kind() == FrameKind.VIDEO;
        if (headers.hasHeaderFor(frame)) {
            if (isVideo) {
                videoWithoutHeaderMs = -1;
            } else {
                audioWithoutHeaderMs = -1;
            }
            return false;
        }
        long sinceMs = isVideo ? videoWithoutHeaderMs : audioWithoutHeaderMs;
        if (sinceMs < 0) {
            sinceMs = frame.timestampMs();
            if (isVideo) {
                videoWithoutHeaderMs = sinceMs;
            } else {
                audioWithoutHeaderMs = sinceMs;
            }
        }
        return frame.timestampMs() - sinceMs <= PATIENCE_FOR_HEADER_MS;
    }

    private static boolean needsHeader(Codec codec) {
        return switch (codec) {
            case AVC, HEVC, VVC, AAC, FLAC -> true;
            default -> false;
        };
    }

    private void notePicture(MediaFrame frame) {
        if (frame.kind() == FrameKind.VIDEO && !StreamHeaders.isHeader(frame)) {
            videoMs = frame.timestampMs();
            if (keyMs < 0 || GopCache.isKeyFrame(frame)) {
                keyMs = videoMs;
            }
        }
    }

    /** Whether there is a picture, and a key frame of it to wait for. */
    boolean awaitKeys() {
        long positionMs = continuity.newestMs();
        return videoMs >= 0 && positionMs - videoMs <= PICTURE_GONE_MS && positionMs - keyMs <= KEYS_GONE_MS;
    }

    // ---- codecs -------------------------------------------------------------------------------------------------

    /** As people write them, e.g. {@code avc1,mp4a}. */
    String codecs() {
        return codecs;
    }

    private void noteCodec(MediaFrame frame) {
        var track = continuity.track(frame.kind());
        if (frame.codec() != track.codec && frame.codec() != Codec.NONE && frame.track() == 0) {
            track.codec = frame.codec();
            nameCodecs();
        }
    }

    private void forgetUnused(FrameKind kind) {
        var track = continuity.track(kind);
        if (!track.seen && track.codec != Codec.NONE) {
            track.codec = Codec.NONE;
            meter.gone(kind);
            nameCodecs();
        }
    }

    private void nameCodecs() {
        codecs = Stream.of(continuity.track(FrameKind.VIDEO), continuity.track(FrameKind.AUDIO))
                .filter(track -> track.codec != Codec.NONE)
                .map(track -> track.codec.fourCc())
                .collect(Collectors.joining(","));
    }

    // ---- what goes out ------------------------------------------------------------------------------------------

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Whether the batch has a coded video frame. */
    boolean hasPicture() {
        return hasPicture;
    }

    /** When the first frame of the batch came, or of the last one if there is none. */
    long sinceNanos() {
        return sinceNanos;
    }

    /** The newest position on the stream's line, or -1. */
    long positionMs() {
        return continuity.newestMs();
    }

    /** What was measured of it. Any thread. */
    IntakeFigures figures(long nowNanos) {
        return meter.figures(nowNanos);
    }

    /**
     * The frames since the last call.
     *
     * @param epoch that all of them are of
     */
    Batch take(PulseReason reason, long epoch) {
        takenEpoch = epoch;
        long nowNanos = clock.getAsLong();
        meter.look(nowNanos);
        var batch = new Batch(
                frames,
                keyIndex,
                keyHeaders,
                headers.all(),
                bringsHeaders,
                breaksGop,
                awaitKeys(),
                bytes,
                nowNanos,
                sinceNanos,
                reason,
                epoch,
                0);
        frames = new ArrayList<>(frames.size());
        keyIndex = -1;
        keyHeaders = List.of();
        bringsHeaders = false;
        breaksGop = false;
        hasPicture = false;
        bytes = 0;
        return batch;
    }

    /** What a loop that gets its first player must know; to be called when there is no batch. */
    LoopGroup.Start start(long nowNanos) {
        var known = gop.copy();
        if (nowNanos - codedNanos >= gopLifeNanos) {
            known.clear();
        }
        return new LoopGroup.Start(known, headers.all(), awaitKeys(), Math.max(continuity.newestMs(), 0), takenEpoch);
    }
}
