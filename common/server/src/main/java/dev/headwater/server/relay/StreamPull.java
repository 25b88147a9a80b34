package dev.headwater.server.relay;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream pulled to this node: the state machine of the package's drawing. At most one upstream at any instant, no
 * frame of an epoch lower than one it has seen. Confined to one event loop.
 */
final class StreamPull implements LiveStream.StreamListener {
    private static final Logger LOG = LoggerFactory.getLogger(StreamPull.class);

    private final StreamKey key;
    private final EventExecutor loop;
    private final PullPorts ports;
    private final PullSettings settings;
    private final Backoff backoff;
    private final List<Waiter> waiters = new ArrayList<>();
    private final LiveStream stream;
    private PullState state = PullState.IDLE;
    private Epoch seen = Epoch.NONE;
    private @Nullable Link link;
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable ScheduledFuture<?> holdTimer;
    private boolean started;
    private int attempt;

    StreamPull(StreamKey key, EventExecutor loop, PullPorts ports, PullSettings settings) {
        this.key = key;
        this.loop = loop;
        this.ports = ports;
        this.settings = settings;
        this.backoff = new Backoff(settings.minBackoff(), settings.maxBackoff(), ports.random());
        this.stream = ports.streams().create(key, loop, this);
    }

    /** A player that waits for the stream to start, and its patience. */
    private final class Waiter implements Runnable {
        private final Promise<Optional<LiveStream>> promise;
        private final ScheduledFuture<?> deadline;

        Waiter(Promise<Optional<LiveStream>> promise) {
            this.promise = promise;
            this.deadline = loop.schedule(this, settings.waitAtMost().toMillis(), TimeUnit.MILLISECONDS);
        }

        void admit(Optional<LiveStream> answer) {
            deadline.cancel(false);
            promise.complete(answer);
        }

        @Override
        public void run() {
            waiters.remove(this);
            promise.complete(Optional.empty());
            idleIfUnwanted();
        }
    }

    PullState state() {
        return state;
    }

    LiveStream stream() {
        return stream;
    }

    // ---- players ------------------------------------------------------------------------------------------------

    /** A player wants the stream. False if this pull is over: open another. */
    boolean open(Promise<Optional<LiveStream>> promise) {
        switch (state) {
            case IDLE -> {
                if (started) {
                    return false;
                }
                join(promise);
                resolve();
            }
            case RESOLVING, PULLING -> join(promise);
            case LIVE, HOLDING -> promise.complete(Optional.of(stream));
            case LINGERING -> {
                linger();
                promise.complete(Optional.of(stream));
            }
        }
        return true;
    }

    private void join(Promise<Optional<LiveStream>> promise) {
        if (started) {
            promise.complete(Optional.of(stream));
            return;
        }
        waiters.add(new Waiter(promise));
    }

    private void answerWaiters(Optional<LiveStream> answer) {
        var answered = List.copyOf(waiters);
        waiters.clear();
        for (Waiter waiter : answered) {
            waiter.admit(answer);
        }
    }

    @Override
    public void playersChanged(int players) {
        switch (state) {
            case LIVE -> {
                if (players == 0) {
                    linger();
                }
            }
            case LINGERING -> {
                if (players > 0) {
                    cancelTimer();
                    enter(PullState.LIVE);
                }
            }
            case RESOLVING, PULLING, HOLDING -> idleIfUnwanted();
            case IDLE -> {}
        }
    }

    private void linger() {
        enter(PullState.LINGERING);
        restartTimer(settings.linger(), () -> over(EndReason.UNPUBLISHED, "no player for " + settings.linger()));
    }

    private void idleIfUnwanted() {
        if (waiters.isEmpty() && stream.players() == 0 && (state != PullState.LIVE && state != PullState.LINGERING)) {
            over(EndReason.UNPUBLISHED, "nobody waits or plays");
        }
    }

    // ---- finding the owner --------------------------------------------------------------------------------------

    private void resolve() {
        enter(PullState.RESOLVING);
        cancelTimer();
        int thisAttempt = ++attempt;
        ports.directory()
                .find(key)
                .onComplete(found -> loop.execute(() -> {
                    if (state == PullState.RESOLVING && thisAttempt == attempt) {
                        if (found.failed()) {
                            LOG.debug(
                                    "stream={} directory does not answer: {}",
                                    key,
                                    found.cause().toString());
                        }
                        resolved(found.succeeded() ? found.result() : Optional.empty());
                    }
                }));
    }

    private void resolved(Optional<StreamRecord> found) {
        var record = found.filter(candidate -> Epoch.of(candidate).compareTo(seen) >= 0);
        if (record.isPresent()) {
            pull(record.get());
        } else {
            retryLater();
        }
    }

    /** The directory names an owner, unasked: a stream appeared or moved. */
    void recordChanged(StreamRecord record) {
        if (Epoch.of(record).compareTo(seen) < 0) {
            return;
        }
        switch (state) {
            case RESOLVING, HOLDING -> pull(record);
            case LIVE, LINGERING -> {
                if (Epoch.of(record).compareTo(seen) > 0) {
                    LOG.info("stream={} moved to origin={} epoch={}", key, record.originId(), record.epoch());
                    stream.interrupted();
                    hold(settings.hold(), EndReason.UPSTREAM_LOST);
                    pull(record);
                }
            }
            case PULLING -> {
                if (link != null && Epoch.of(record).compareTo(link.target) > 0) {
                    pull(record);
                }
            }
            case IDLE -> {}
        }
    }

    private void retryLater() {
        enter(started ? PullState.HOLDING : PullState.RESOLVING);
        attempt++;
        restartTimer(Duration.ofMillis(backoff.next()), this::resolve);
    }

    // ---- the upstream -------------------------------------------------------------------------------------------

    private void pull(StreamRecord record) {
        closeLink();
        attempt++;
        enter(PullState.PULLING);
        var next = new Link(Epoch.of(record));
        link = next;
        restartTimer(
                settings.connectTimeout(),
                () -> next.ended(
                        EndReason.UPSTREAM_LOST,
                        "no greeting within pull.connect-timeout=" + settings.connectTimeout()));
        ports.metrics().startedPulls.increment();
        next.upstream = ports.upstreams().open(loop, record, new Seen(seen, stream.timestampMs()), next);
    }

    private void closeLink() {
        if (link != null) {
            var old = link;
            link = null;
            old.close();
        }
    }

    private void greeted(Epoch epoch) {
        if (epoch.compareTo(seen) < 0) {
            closeLink();
            LOG.warn("stream={} upstream has epoch={} but epoch={} was seen: not taken", key, epoch, seen);
            retryLater();
            return;
        }
        seen = epoch;
        started = true;
        backoff.reset();
        cancelTimer();
        cancelHold();
        LOG.info("pull live stream={} epoch={}", key, epoch);
        answerWaiters(Optional.of(stream));
        enter(PullState.LIVE);
        if (stream.players() == 0) {
            linger();
        }
    }

    private void lost(EndReason reason, String explanation) {
        closeLink();
        LOG.info("pull lost stream={} state={} reason={}: {}", key, state, reason, explanation);
        ports.metrics().failedPulls.increment();
        stream.interrupted();
        if (started && (reason == EndReason.UNPUBLISHED || reason == EndReason.KICKED)) {
            over(reason, explanation);
            return;
        }
        if (started && stream.players() > 0) {
            hold(vanished(reason) ? settings.publisherHold() : settings.hold(), reason);
        }
        if (state == PullState.LIVE) {
            enter(PullState.HOLDING);
            resolve();
        } else if (state == PullState.LINGERING || (waiters.isEmpty() && stream.players() == 0)) {
            over(reason, explanation);
        } else {
            retryLater();
        }
    }

    private static boolean vanished(EndReason reason) {
        return reason == EndReason.PUBLISHER_LOST || reason == EndReason.PUBLISHER_SILENT;
    }

    /** Players are held from now on, unless they are already. */
    private void hold(Duration patience, EndReason reason) {
        if (holdTimer == null) {
            holdTimer = loop.schedule(
                    () -> over(reason, "not back within " + patience), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    // ---- the end ------------------------------------------------------------------------------------------------

    /** Ends the pull and the stream for whoever is left. Idempotent. */
    void over(EndReason reason, String explanation) {
        if (state == PullState.IDLE && started) {
            return;
        }
        LOG.info("pull over stream={} state={} reason={}: {}", key, state, reason, explanation);
        started = true; // an idle pull is never used again
        enter(PullState.IDLE);
        attempt++;
        closeLink();
        cancelTimer();
        cancelHold();
        answerWaiters(Optional.empty());
        stream.end(reason);
        ports.onIdle().accept(this);
    }

    StreamKey key() {
        return key;
    }

    private void enter(PullState next) {
        if (state != next) {
            LOG.debug("pull stream={} {} -> {}", key, state, next);
            state = next;
        }
    }

    private void restartTimer(Duration delay, Runnable task) {
        cancelTimer();
        timer = loop.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void cancelHold() {
        if (holdTimer != null) {
            holdTimer.cancel(false);
            holdTimer = null;
        }
    }

    /** One attempt at an owner: events of an upstream that was given up are not heard. */
    private final class Link implements UpstreamEvents {
        private final Epoch target;
        private @Nullable Upstream upstream;
        private @Nullable ScheduledFuture<?> watchdog;
        private boolean heard = true;

        Link(Epoch target) {
            this.target = target;
        }

        private boolean current() {
            return link == this;
        }

        @Override
        public void greeted(Epoch epoch, long timelineMs) {
            if (current()) {
                long everyMs = Math.max(1, settings.silence().toMillis() / 3);
                watchdog = loop.scheduleAtFixedRate(new Silence(), everyMs, everyMs, TimeUnit.MILLISECONDS);
                StreamPull.this.greeted(epoch);
            }
        }

        @Override
        public void frame(MediaFrame frame) {
            if (current()) {
                stream.publish(frame);
            }
        }

        @Override
        public void batchEnd() {
            if (current()) {
                stream.flush();
            }
        }

        @Override
        public void alive() {
            heard = true;
        }

        @Override
        public void ended(EndReason reason, String explanation) {
            if (current()) {
                lost(reason, explanation);
            }
        }

        void close() {
            if (watchdog != null) {
                watchdog.cancel(false);
            }
            if (upstream != null) {
                upstream.close();
            }
        }

        /** Three ticks in a row without a byte: lost. */
        private final class Silence implements Runnable {
            private int silentTicks;

            @Override
            public void run() {
                silentTicks = heard ? 0 : silentTicks + 1;
                heard = false;
                if (silentTicks >= 3) {
                    ended(EndReason.UPSTREAM_LOST, "silent for pull.silence-timeout=" + settings.silence());
                }
            }
        }
    }
}
