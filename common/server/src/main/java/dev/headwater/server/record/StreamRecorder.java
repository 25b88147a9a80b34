package dev.headwater.server.record;

import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.metrics.RecordMeters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a stream is recorded as long as it is to be: after a fault again and again, with longer and longer pauses. Confined to
 * the stream's loop, except for what says otherwise.
 */
final class StreamRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRecorder.class);
    private static final long FIRST_PAUSE_MS = 1_000;
    private static final int MOST_DOUBLINGS = 6;

    /** A fault after so long is a new one: it is told again. */
    private static final long STEADY_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final LiveStream stream;
    private final RecordFolder folder;
    private final Supplier<RecordSettings> settings;
    private final RecordingLimiter limiter;
    private final RecordMeters metrics;
    private final Consumer<RecordedFile> whole;
    private final Promise<Void> gone = Promise.promise();
    private Runnable leave = () -> {};
    private long sinceNanos;
    private int faults;
    private boolean pauses;
    private boolean stopped;

    // ---- any thread ----
    private volatile @Nullable Recording recording; // written on the stream's loop
    private volatile @Nullable RecordException fault; // written there, too

    /**
     * @param settings of the stream's app, as they are now; any thread
     * @param limiter for recordings at this node
     * @param whole called with each file that is, on any thread
     */
    StreamRecorder(
            LiveStream stream,
            RecordFolder folder,
            Supplier<RecordSettings> settings,
            RecordingLimiter limiter,
            RecordMeters metrics,
            Consumer<RecordedFile> whole) {
        this.stream = stream;
        this.folder = folder;
        this.settings = settings;
        this.limiter = limiter;
        this.metrics = metrics;
        this.whole = whole;
    }

    /** Completes when the stream is over or is to be recorded no more, and nothing is written any longer. */
    Future<Void> gone() {
        return gone.future();
    }

    /** Any thread. */
    RecordingState state() {
        var file = Optional.ofNullable(recording)
                .filter(now -> !now.over().failed())
                .flatMap(Recording::path);
        return new RecordingState(
                file.map(Object::toString),
                file.isPresent()
                        ? Optional.empty()
                        : Optional.ofNullable(fault).map(cause -> String.valueOf(cause.getMessage())));
    }

    /** Any thread. */
    long waitingBytes() {
        var now = recording;
        return now == null ? 0 : now.waitingBytes();
    }

    /** Begins or ends the recording if it is time. Any thread. */
    void look() {
        onLoop(this::lookNow);
    }

    /** Ends it for good. Any thread. */
    void stop() {
        onLoop(() -> {
            stopped = true;
            lookNow();
        });
    }

    private void lookNow() {
        boolean wanted = !stopped
                && !stream.isOver()
                && !gone.future().isComplete()
                && settings.get().isOn();
        var now = recording;
        if (wanted && now == null && !pauses) {
            begin();
        } else if (!wanted && now != null) {
            leave.run();
            now.finish();
        } else if (!wanted) {
            gone.tryComplete();
        }
    }

    private void begin() {
        sinceNanos = System.nanoTime();
        int most = settings.get().maxRecordings();
        if (!limiter.acquire(most)) {
            failed(new RecordException(
                    RecordFault.TOO_MANY, "record.max-recordings=%d streams are recorded".formatted(most)));
            pause();
            return;
        }
        var next = new Recording(
                new FileSeries(stream, folder, settings, whole),
                folder.root(),
                () -> settings.get().maxWaitingBytes());
        recording = next;
        next.over().onFailure(cause -> onLoop(() -> failed((RecordException) cause)));
        next.closed().onComplete(done -> onLoop(() -> closed(next.over().failed())));
        leave = stream.tap(next, stream.loop());
        next.start(stream.key().toString());
    }

    private void closed(boolean failed) {
        recording = null;
        limiter.release();
        if (failed) {
            pause();
        }
        lookNow();
    }

    private void failed(RecordException cause) {
        leave.run();
        if (System.nanoTime() - sinceNanos > STEADY_NANOS) {
            faults = 0;
        }
        metrics.failed(cause.fault().name());
        if (faults++ == 0) {
            LOG.warn("stream={} is not recorded for now: {}: {}", stream.key(), cause.fault(), cause.getMessage());
        } else {
            LOG.debug("stream={} is still not recorded: {}", stream.key(), cause.getMessage());
        }
        fault = cause;
    }

    private void pause() {
        pauses = true;
        long pauseMs = FIRST_PAUSE_MS << Math.min(faults - 1, MOST_DOUBLINGS);
        var _ = stream.loop()
                .schedule(
                        () -> {
                            pauses = false;
                            lookNow();
                        },
                        pauseMs,
                        TimeUnit.MILLISECONDS);
    }

    private void onLoop(Runnable task) {
        try {
            stream.loop().execute(task);
        } catch (RejectedExecutionException e) {
            gone.tryComplete(); // the node's end
        }
    }
}
