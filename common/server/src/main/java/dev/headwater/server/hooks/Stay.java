package dev.headwater.server.hooks;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.ActiveUse;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.UseListener;
import dev.headwater.server.hooks.HookCall.Staying;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Somebody publishes or plays, and callbacks are told. Confined to the event loop of the use. */
final class Stay implements UseListener {
    private static final Logger LOG = LoggerFactory.getLogger(Stay.class);
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Hooks hooks;
    private final Attempt attempt;
    private final StreamKey stream;
    private final long epoch;
    private final ActiveUse use;
    private final long begunNanos = System.nanoTime();
    private long updates = NO_TIMER;
    private boolean updating;
    private boolean over;

    private Stay(Vertx vertx, Hooks hooks, Attempt attempt, StreamKey stream, long epoch, ActiveUse use) {
        this.vertx = vertx;
        this.hooks = hooks;
        this.attempt = attempt;
        this.stream = stream;
        this.epoch = epoch;
        this.use = use;
    }

    /** @param isKnown whether the callbacks were asked for it, and need not be told of its begin */
    static UseListener begin(
            Vertx vertx, Hooks hooks, Attempt attempt, StreamKey stream, long epoch, ActiveUse use, boolean isKnown) {
        var stay = new Stay(vertx, hooks, attempt, stream, epoch, use);
        if (!isKnown) {
            var event = attempt.action() == Action.PUBLISH ? HookEvent.PUBLISH : HookEvent.PLAY;
            hooks.tell(stay.now().targets(), HookCall.of(event, stay.staying("")));
        }
        if (!stay.now().targets().of(HookEvent.UPDATE).isEmpty()) {
            stay.updateLater();
        }
        return stay;
    }

    private AppHooks now() {
        return hooks.of(attempt.asked().app());
    }

    private void updateLater() {
        updates = vertx.setTimer(
                now().config().updateInterval().toMillis(),
                timer -> use.execute(() -> {
                    if (!over) {
                        updateLater();
                        update();
                    }
                }));
    }

    @Override
    public void onEnded(String reason) {
        over = true;
        if (reason.equals(EndReason.KICKED.name())) {
            now().forget(attempt);
        }
        if (updates != NO_TIMER) {
            vertx.cancelTimer(updates);
        }
        hooks.tellOfEnd(staying(reason));
    }

    private Staying staying(String reason) {
        long lastedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos);
        return new Staying(attempt, stream, epoch, lastedMs, use.bytes(), reason);
    }

    /** Not sent again if nobody answers: the next one tells more. */
    private void update() {
        if (updating) {
            return;
        }
        updating = true;
        AppHooks.ask(now().targets().of(HookEvent.UPDATE), HookCall.of(HookEvent.UPDATE, staying("")))
                .onComplete(asked -> use.execute(() -> {
                    updating = false;
                    if (asked.succeeded() && asked.result() instanceof Answer.Refuse(String why) && !over) {
                        LOG.info("{} of {} is to end: {}", attempt.action().word(), stream, why);
                        now().forget(attempt);
                        use.revoke();
                    }
                }));
    }
}
