package dev.headwater.server.auth;

import dev.headwater.server.auth.Verdict.Allowed;
import dev.headwater.server.auth.Verdict.Denied;
import dev.headwater.server.config.AuthConfig;
import dev.headwater.server.metrics.AccessMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;

/** Decides by a {@link RuleBook} that may be replaced at any time; until the first there is, by none: nobody may. Thread-safe. */
public final class GuardedAccess implements Access {
    private final AtomicReference<RuleBook> rules = new AtomicReference<>();
    private final HeldRefusals held;
    private final AccessMeters metrics;

    public GuardedAccess(Vertx vertx, AuthConfig config, AccessMeters metrics) {
        held = new HeldRefusals(vertx, config.refusalDelay(), config.maxWaitingRefusals());
        this.metrics = metrics;
    }

    /** From now on these hold. What was decided stays decided. Any thread. */
    public void use(RuleBook now) {
        rules.set(now);
    }

    @Override
    public Future<Verdict> decide(Attempt attempt) {
        long askedNanos = System.nanoTime();
        var book = rules.get();
        if (book == null) {
            return Future.failedFuture(new IllegalStateException("asked before there are rules"));
        }
        return book.decide(attempt).compose(verdict -> switch (verdict) {
            case Allowed allowed -> Future.succeededFuture(allowed);
            case Denied denied -> {
                metrics.denied(attempt.action().name(), denied.denial().name());
                yield denied.denial() == Denial.CLOSED
                        ? Future.succeededFuture(denied) // nothing was compared
                        : held.hold(denied, askedNanos);
            }
        });
    }
}
