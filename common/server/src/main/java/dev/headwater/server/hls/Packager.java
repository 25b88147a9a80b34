package dev.headwater.server.hls;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.FrameTap;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.media.playlist.Encryption;
import dev.headwater.media.playlist.Links;
import dev.headwater.media.playlist.Periods;
import dev.headwater.media.segment.Presentation;
import dev.headwater.media.segment.Rendition;
import dev.headwater.media.segment.Segment;
import dev.headwater.media.segment.SegmentMemory;
import dev.headwater.media.segment.SegmentPlan;
import dev.headwater.media.segment.Segmenter;
import dev.headwater.media.segment.TimelineZero;
import dev.headwater.server.metrics.HlsMeters;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one stream in one way, as long as somebody asks for it. Its frames and those who wait are confined to its executor; what it has
 * made is shown to any thread.
 */
final class Packager implements FrameTap {
    /** Some players give up after 8 s without an answer. */
    private static final long MAX_HELD_MS = 6_000;

    /** One that failed is not begun again sooner, so that a stream that fails it each time costs little. */
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LiveStream stream;
    private final SegmentPlan plan;
    private final Optional<Encryption> encryption;
    private final EventExecutor executor;
    private final HlsMeters metrics;
    private final long sinceNanos = System.nanoTime();
    private final Promise<EndReason> over = Promise.promise();

    // ---- its executor ----
    private @Nullable Segmenter segmenter;
    private final TimelineZero zero = new TimelineZero();
    private final SegmentMemory.Share share;
    private long epoch;
    private Runnable leave = () -> {};

    // ---- any thread ----
    private final PlaylistWaits waits;
    private final AtomicReference<Periods> periods = new AtomicReference<>(Periods.UNSEEN);
    private volatile Presentation presentation;
    private volatile PlaylistTexts written;
    private volatile long askedNanos = System.nanoTime();
    private volatile long overNanos;
    private final EncryptedSegments encrypted;

    /**
     * @param share what its segments take is counted there, until it is stopped
     * @param maxWaiting requests at once that wait for something to come ({@code hls.max-waiting})
     */
    Packager(
            LiveStream stream,
            SegmentPlan plan,
            Optional<Encryption> encryption,
            EventExecutor executor,
            HlsMeters metrics,
            SegmentMemory.Share share,
            int maxWaiting) {
        this.stream = stream;
        this.plan = plan;
        this.encryption = encryption;
        this.executor = executor;
        this.metrics = metrics;
        this.share = share;
        this.presentation = new Presentation(plan, Instant.EPOCH, List.of(), false);
        this.written = new PlaylistTexts(presentation, encryption);
        this.encrypted = new EncryptedSegments(executor, share);
        this.waits = new PlaylistWaits(executor, maxWaiting, presentation);
    }

    /** Any thread. One that was stopped already takes no place in the stream. */
    void start() {
        metrics.packagers.increment();
        executor.execute(() -> {
            if (!isOver()) {
                leave = stream.tapForPlayers(this, executor);
            }
        });
    }

    /** Nobody asks any more. Any thread. Idempotent. */
    void stop() {
        executor.execute(() -> {
            leave.run();
            end(EndReason.NO_PLAYERS);
            share.close();
        });
    }

    /** Since it was made. */
    long ageNanos(long nowNanos) {
        return nowNanos - sinceNanos;
    }

    StreamKey key() {
        return stream.key();
    }

    LiveStream stream() {
        return stream;
    }

    SegmentPlan plan() {
        return plan;
    }

    /** How its segments are encrypted, whatever the configuration says by now; empty if they are not. */
    Optional<Encryption> encryption() {
        return encryption;
    }

    private boolean isOver() {
        return over.future().isComplete();
    }

    /** Why the stream is over; empty while it goes on, and if only the packager is over. Any thread. */
    Optional<EndReason> streamEnd() {
        return Optional.ofNullable(over.future().result())
                .filter(reason -> reason != EndReason.NO_PLAYERS && reason != EndReason.PLAYER_FAILED);
    }

    /** Whether it made nothing more of a stream that goes on, so that another may try. Any thread. */
    boolean hasFailed() {
        return isOver() && !stream.isOver() && System.nanoTime() - sinceNanos > RETRY_NANOS;
    }

    /** Whether it is the one for this stream. Any thread. */
    @SuppressWarnings("ReferenceEquality") // another stream of the same name is another one
    boolean cuts(LiveStream wanted) {
        return stream == wanted && !hasFailed();
    }

    /** What there is now. Any thread. */
    Presentation presentation() {
        return presentation;
    }

    /** The periods of a manifest of what there is now: players know them again from those before. Any thread. */
    Periods periods(Presentation now) {
        return periods.updateAndGet(known -> known.seen(now));
    }

    // ---- who asks -----------------------------------------------------------------------------------------------

    /** Somebody asks for something of it. Any thread. */
    void asked() {
        askedNanos = System.nanoTime();
    }

    /**
     * Whether the packager can be stopped. While the stream goes on: if nobody waits, and no request came in {@code idle}, nor in three target
     * durations, in which every player asks for something. After the stream's end: if a player that was at the oldest listed segment then has
     * had the time to play to the end, and {@code idle} is over, too. Any thread.
     */
    boolean isIdle(Duration idle, long nowNanos) {
        if (streamEnd().isPresent()) {
            return nowNanos - overNanos
                    > idle.plusMillis((long) plan.listed() * plan.segmentMs()).toNanos();
        }
        return waits.isEmpty() && nowNanos - askedNanos > longer(idle).toNanos();
    }

    /**
     * Waits for something to come. Any thread; completes on any thread.
     *
     * @return the first presentation that is ready, or that has ended; fails with 503 after {@code limitMs}, and at once if too many
     *     wait or nothing more is made
     */
    Future<Presentation> when(Predicate<Presentation> ready, long limitMs) {
        asked();
        var now = presentation;
        if (now.ended() || ready.test(now)) {
            return Future.succeededFuture(now);
        }
        return waits.add(ready, limitMs).onComplete(done -> asked());
    }

    /** Waits until a player can begin. */
    Future<Presentation> started() {
        return when(Presentation::isStarted, beginningMs()).map(now -> {
            if (!now.isStarted()) {
                throw new HlsRefusal(404, "no such stream");
            }
            return now;
        });
    }

    /** Waits until there is a segment of a rendition, however far others are; not for a rendition that others began without. */
    Future<Rendition> started(Rendition.Kind kind) {
        return when(now -> now.rendition(kind).map(Rendition::isBegun).orElse(now.isStarted()), beginningMs())
                .map(now -> now.rendition(kind)
                        .filter(Rendition::isBegun)
                        .orElseThrow(() -> new HlsRefusal(404, "no such resource")));
    }

    /** How long the first segment may take. */
    private long beginningMs() {
        return patienceMs() + plan.segmentMs();
    }

    /**
     * Waits until a playlist of whole segments, or a manifest, is long enough for a player to begin; for no longer than players wait for an answer,
     * since with less he can begin, too.
     */
    Future<Presentation> longEnough(Predicate<Presentation> enough) {
        return when(enough, MAX_HELD_MS).otherwise(refused -> presentation);
    }

    /** How long a request may wait for what comes next: three target durations (draft-pantos-hls-rfc8216bis, 6.2.5.2). */
    long patienceMs() {
        return 3_000L * plan.targetSeconds();
    }

    /** {@code configured}, or three target durations, in which every player asks for something, whichever is longer. */
    Duration longer(Duration configured) {
        long patienceMs = patienceMs();
        return configured.toMillis() < patienceMs ? Duration.ofMillis(patienceMs) : configured;
    }

    /** The text of a playlist, written once for all who ask. Any thread. */
    @SuppressWarnings("ReferenceEquality") // as long as nothing changes it is the same object
    Text text(Presentation now, Rendition rendition, Links links, PlaylistTexts.Form form) {
        var texts = written;
        if (texts.presentation() != now) {
            texts = new PlaylistTexts(now, encryption);
            written = texts;
        }
        return texts.of(rendition, links, form);
    }

    /** A segment, encrypted once for all who ask. Any thread; completes on any thread. */
    Future<byte[]> encrypted(Rendition.Kind kind, Segment segment, byte[] key) {
        return encrypted.of(kind, segment, key);
    }

    // ---- frames -------------------------------------------------------------------------------------------------

    @Override
    public void frames(List<MediaFrame> batch) {
        var last = lastOfTracks(batch);
        if (last == null) {
            return;
        }
        long ms = last.timestampMs();
        var now = Instant.now();
        zero.heard(now, ms);
        var cutter = segmenter;
        if (cutter == null) {
            cutter = new Segmenter(plan, zero.now(), stream.intake().gop().toMillis(), share);
            cutter.publication(epoch);
            segmenter = cutter;
        }
        cutter.zero(zero.now());
        batch.forEach(cutter::add);
        metrics.lag(zero.lateMs(Instant.now(), ms));
        show(cutter.presentation());
    }

    /** The newest frame that says what time it is: metadata is at 0, whatever the time is. Null if there is none. */
    private static @Nullable MediaFrame lastOfTracks(List<MediaFrame> batch) {
        for (MediaFrame frame : batch.reversed()) {
            if (frame.kind() != FrameKind.DATA) {
                return frame;
            }
        }
        return null;
    }

    @Override
    public void epoch(long now) {
        epoch = now;
        zero.restart();
        if (segmenter != null) {
            segmenter.publication(now);
        }
    }

    @Override
    public void missed(boolean late) {
        if (late) {
            metrics.missed.increment();
        }
        if (segmenter != null) {
            segmenter.missed();
        }
    }

    @Override
    public void ended(EndReason reason) {
        end(reason);
    }

    private void end(EndReason reason) {
        if (!isOver()) {
            overNanos = System.nanoTime();
        }
        if (over.tryComplete(reason)) {
            metrics.packagers.decrement();
            switch (reason) {
                // here; the stream may go on, here or elsewhere
                case NO_PLAYERS, SHUTDOWN, PLAYER_FAILED -> waits.refuse();
                default -> showEnd();
            }
        }
    }

    private void showEnd() {
        if (segmenter == null) {
            show(new Presentation(plan, zero.now(), List.of(), true));
        } else {
            segmenter.end();
            show(segmenter.presentation());
        }
    }

    @SuppressWarnings("ReferenceEquality") // as long as nothing changes it is the same object
    private void show(Presentation now) {
        var before = presentation;
        if (now != before) {
            presentation = now;
            count(before, now);
            encrypted.keep(now);
            waits.see(now);
        }
    }

    private void count(Presentation before, Presentation now) {
        for (Rendition rendition : now.renditions()) {
            long known = before.rendition(rendition.kind())
                    .map(Rendition::lastNumber)
                    .orElse(-1L);
            for (var segment : rendition.segments().reversed()) {
                if (segment.number() <= known) {
                    break;
                }
                metrics.segment(segment.durationMs(), segment.gap());
            }
        }
    }
}
