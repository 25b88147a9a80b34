package dev.headwater.media.hub;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When the streams of one event loop send, and when players start: one timer for all of them. Confined to the loop.
 *
 * <p>Sending is charged to the loop's time: half as much again must pass before the next pulse, beyond a credit that lets
 * bursts by. So a loop whose players are too many for the pace of the frames sends less often, and more with each call;
 * everything else on it keeps a third of the time. A crowd of new players is let in by slices in the same way.
 */
final class LoopPulse {
    /** What sending may owe the rest of the loop before streams are held back. */
    private static final long CREDIT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** No more is ever owed than this: old debts must not slow a loop that has time again. */
    private static final long MAX_DEBT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** What is due within this time is sent with what is due now. */
    private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Players start for at most this long ... */
    static final long START_SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** ... in each of these spans. */
    static final long START_SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final EventExecutor loop;
    private final LongSupplier clock;
    private final HubMetrics metrics;

    /** Sources on this loop whose frames wait for company. */
    private final List<LiveStream> gathering = new ArrayList<>();

    /** Groups whose batches wait because the loop is late. */
    private final List<LoopGroup> held = new ArrayList<>();

    private final ArrayDeque<Start> starts = new ArrayDeque<>();

    private boolean working;
    private long restedNanos;
    private long sliceNanos;
    private long sliceUsedNanos;
    private @Nullable ScheduledFuture<?> timer;
    private long timerNanos;

    private record Start(LoopGroup group, PlayerSlot slot) {}

    LoopPulse(EventExecutor loop, HubSettings settings) {
        this.loop = loop;
        this.clock = settings.clock();
        this.metrics = settings.metrics();
        long now = clock.getAsLong();
        restedNanos = now;
        sliceNanos = now;
    }

    // ---- sources ------------------------------------------------------------------------------------------------

    /** The stream has frames that wait; it is asked to hand them over when they are due. */
    void gather(LiveStream stream) {
        gathering.add(stream);
        wakeAt(stream.dueNanos());
    }

    private void handOverWhatIsDue() {
        long limit = clock.getAsLong() + SLACK_NANOS;
        for (int i = gathering.size() - 1; i >= 0; i--) {
            var stream = gathering.get(i);
            if (!stream.gathers() || stream.dueNanos() - limit <= 0) {
                gathering.set(i, gathering.getLast());
                gathering.removeLast();
                stream.gathered();
            }
        }
    }

    // ---- groups -------------------------------------------------------------------------------------------------

    /** The group has a batch: it is sent now, or with more when the loop has rested. */
    void offer(LoopGroup group) {
        long now = clock.getAsLong();
        if (isDue(group, now)) {
            send(group, PulseCause.DUE);
        } else if (!group.isHeld()) {
            group.hold();
            held.add(group);
            wakeAt(dueNanos(group));
        }
    }

    private boolean isDue(LoopGroup group, long now) {
        return !working && dueNanos(group) - now <= 0;
    }

    /** When the loop has rested, or earlier if the group's frames must not wait for that. */
    private long dueNanos(LoopGroup group) {
        long rested = restedNanos - CREDIT_NANOS;
        long latest = group.latestNanos();
        return latest - rested < 0 ? latest : rested;
    }

    private enum PulseCause {
        DUE,
        HELD
    }

    private void send(LoopGroup group, PulseCause cause) {
        working = true;
        long start = clock.getAsLong();
        try {
            group.send(cause == PulseCause.HELD);
        } finally {
            working = false;
            charge(start, clock.getAsLong());
        }
    }

    private void charge(long startNanos, long endNanos) {
        long took = endNanos - startNanos;
        long from = restedNanos - startNanos < 0 ? startNanos : restedNanos;
        long rested = from + took + took / 2;
        restedNanos = rested - endNanos > MAX_DEBT_NANOS ? endNanos + MAX_DEBT_NANOS : rested;
    }

    private void sendWhatIsDue() {
        long now = clock.getAsLong();
        for (int i = held.size() - 1; i >= 0; i--) {
            var group = held.get(i);
            if (dueNanos(group) - now <= SLACK_NANOS) {
                held.set(i, held.getLast());
                held.removeLast();
                group.serve(() -> send(group, PulseCause.HELD));
            }
        }
    }

    // ---- players that start -------------------------------------------------------------------------------------

    /** Lets a player start, now or when its turn comes. */
    void start(LoopGroup group, PlayerSlot slot) {
        if (!working && starts.isEmpty() && sliceHasRoom()) {
            startNow(group, slot);
        } else {
            starts.add(new Start(group, slot));
            metrics.waitingToStart(1);
            wakeAt(sliceNanos + START_SPAN_NANOS);
        }
    }

    private boolean sliceHasRoom() {
        long now = clock.getAsLong();
        if (now - sliceNanos >= START_SPAN_NANOS) {
            sliceNanos = now;
            sliceUsedNanos = 0;
        }
        return sliceUsedNanos < START_SLICE_NANOS;
    }

    private void startNow(LoopGroup group, PlayerSlot slot) {
        working = true;
        long before = clock.getAsLong();
        try {
            group.start(slot);
        } finally {
            working = false;
            sliceUsedNanos += clock.getAsLong() - before;
        }
    }

    private void startThoseWhoseTurnItIs() {
        while (!starts.isEmpty() && sliceHasRoom()) {
            var next = starts.remove();
            metrics.waitingToStart(-1);
            next.group().serve(() -> startNow(next.group(), next.slot()));
        }
    }

    /** Takes out the players that wait to start in a group which is over. */
    void forget(LoopGroup group, Consumer<PlayerSlot> slots) {
        held.remove(group);
        var waiting = new ArrayList<PlayerSlot>();
        starts.removeIf(start -> start.group() == group && waiting.add(start.slot()));
        metrics.waitingToStart(-waiting.size());
        waiting.forEach(slots);
    }

    // ---- time ---------------------------------------------------------------------------------------------------

    private void tick() {
        timer = null;
        handOverWhatIsDue();
        sendWhatIsDue();
        startThoseWhoseTurnItIs();
        gathering.forEach(stream -> wakeAt(stream.dueNanos()));
        held.forEach(group -> wakeAt(dueNanos(group)));
        if (!starts.isEmpty()) {
            wakeAt(sliceNanos + START_SPAN_NANOS);
        }
    }

    private void wakeAt(long nanos) {
        if (timer != null) {
            if (timerNanos - nanos <= 0) {
                return;
            }
            timer.cancel(false);
        }
        timerNanos = nanos;
        timer = loop.schedule(this::tick, Math.max(nanos - clock.getAsLong(), 0), TimeUnit.NANOSECONDS);
    }
}
