package dev.headwater.server.hooks;

import dev.headwater.server.metrics.HookMeters;
import dev.headwater.server.metrics.RejectionLog;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one URL of one app is to be told, whatever changes about how. In each lane one thing after the other, each again and again until it is taken or has been tried
 * often enough; a bounded number of lanes at a time. Confined to its context but for what says otherwise.
 */
final class Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final long FIRST_WAIT_MS = 1_000;
    private static final int MOST_DOUBLINGS = 5;

    private final HookMeters metrics;
    private final Vertx vertx;
    private final Context context;
    private final AtomicInteger queued = new AtomicInteger();
    private final Promise<Void> flushed = Promise.promise();
    private final Map<String, Lane> lanes = new HashMap<>();
    private final ArrayDeque<Lane> ready = new ArrayDeque<>();
    private volatile HookTarget target;
    private int sending;
    private boolean closing;

    /** Its first call is the one that is sent, or waits to be sent again. */
    private static final class Lane {
        private final ArrayDeque<HookCall> calls = new ArrayDeque<>();
        private int tries;
    }

    Notifications(Vertx vertx, HookTarget target, HookMeters metrics) {
        this.vertx = vertx;
        this.target = target;
        this.metrics = metrics;
        context = ((VertxInternal) vertx).createEventLoopContext();
    }

    /** From now on they are sent as this one is told to. Any thread. */
    void sendTo(HookTarget now) {
        target = now;
    }

    /** Takes it, or drops it if too many wait. Any thread. */
    void offer(HookCall call) {
        int most = target.config().maxQueued();
        if (queued.incrementAndGet() > most) {
            queued.decrementAndGet();
            dropped(call, "hooks.max-queued=" + most + " wait");
            return;
        }
        metrics.queued.increment();
        context.runOnContext(now -> {
            var lane = lanes.computeIfAbsent(call.lane(), first -> new Lane());
            lane.calls.add(call);
            if (lane.calls.size() == 1) {
                turn(lane);
            }
        });
    }

    /** Whether nothing waits. Any thread. */
    boolean isEmpty() {
        return queued.get() == 0;
    }

    /** Completes when nothing waits any more. Any thread. */
    Future<Void> flushed() {
        context.runOnContext(now -> {
            closing = true;
            completeIfFlushed();
        });
        return flushed.future();
    }

    /** The node stops, and nobody is told of what still waits. Any thread. */
    void abandon() {
        int left = queued.get();
        if (left > 0) {
            LOG.warn("{}: {} notifications were not sent when the node stopped", target, left);
        }
    }

    private void turn(Lane lane) {
        ready.add(lane);
        sendReady();
    }

    private void send(Lane lane) {
        sending++;
        var call = lane.calls.element();
        target.call(call)
                .onComplete(result -> context.runOnContext(now -> {
                    sending--;
                    if (result.succeeded()) {
                        answered(call, result.result());
                        next(lane, call);
                    } else if (lane.tries < target.config().retries()) {
                        long waitMs = FIRST_WAIT_MS << Math.min(lane.tries++, MOST_DOUBLINGS);
                        vertx.setTimer(waitMs, over -> context.runOnContext(then -> turn(lane)));
                        sendReady();
                    } else {
                        dropped(call, String.valueOf(result.cause().getMessage()));
                        next(lane, call);
                    }
                }));
    }

    /** Whatever it says, it has heard. */
    private void answered(HookCall call, Answer answer) {
        if (!(answer instanceof Answer.Allow)) {
            LOG.debug("{}: {} id={} answered with {}", target, call.event().word(), call.id(), answer);
        }
    }

    private void next(Lane lane, HookCall done) {
        queued.decrementAndGet();
        metrics.queued.decrement();
        lane.calls.remove();
        lane.tries = 0;
        if (lane.calls.isEmpty()) {
            lanes.remove(done.lane());
        } else {
            ready.add(lane);
        }
        sendReady();
        completeIfFlushed();
    }

    private void sendReady() {
        while (sending < target.config().connections() && !ready.isEmpty()) {
            send(ready.remove());
        }
    }

    private void completeIfFlushed() {
        if (closing && isEmpty()) {
            flushed.tryComplete();
        }
    }

    private void dropped(HookCall call, String why) {
        metrics.called(call.event().word(), HookOutcome.DROPPED.name(), 0);
        RejectionLog.warn(
                LOG, "{} was not told of {} id={}: {}", target, call.event().word(), call.id(), why);
    }
}
