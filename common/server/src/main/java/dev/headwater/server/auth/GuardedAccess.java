package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Verdict.Allowed;
import dev.headwater.server.auth.Verdict.Denied;
import dev.headwater.server.config.AuthConfig;
import dev.headwater.server.metrics.AccessMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Decides by a {@link RuleBook} that may be replaced at any time; until the first there is, by none: nobody may. Thread-safe. */
public final class GuardedAccess implements Access {
    private final AtomicReference<RuleBook> rules = new AtomicReference<>();
    /** Nothing was compared that its time could tell of. */
    private static final Set<Denial> AT_ONCE = EnumSet.of(Denial.CLOSED, Denial.ADDRESS, Denial.THROTTLED);

    /** What somebody gets who tries what he may not know. */
    private static final Set<Denial> GUESSES = EnumSet.of(Denial.BAD_CREDENTIAL, Denial.HOOK_REFUSED);

    private final HeldRefusals held;
    private final GuessLimit guesses;
    private final int guessBurst;
    private final Callbacks callbacks;
    private final AccessMeters metrics;

    public GuardedAccess(Vertx vertx, AuthConfig config, Callbacks callbacks, AccessMeters metrics) {
        held = new HeldRefusals(vertx, config.refusalDelay(), config.maxWaitingRefusals());
        guesses = new GuessLimit(
                config.guessBurst(), config.guessRefill(), config.maxGuessingAddresses(), System::nanoTime);
        guessBurst = config.guessBurst();
        this.callbacks = callbacks;
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
        return judge(book, attempt).compose(verdict -> switch (verdict) {
            case Allowed allowed -> Future.succeededFuture(allowed);
            case Denied denied -> {
                metrics.denied(attempt.action().name(), denied.denial().name());
                yield AT_ONCE.contains(denied.denial())
                        ? Future.succeededFuture(denied)
                        : held.hold(denied, askedNanos);
            }
        });
    }

    @Override
    public Future<Greeting> greet(Arrival arrival) {
        long askedNanos = System.nanoTime();
        var book = rules.get();
        if (book == null) {
            return Future.failedFuture(new IllegalStateException("asked before there are rules"));
        }
        var greeting = book.greet(arrival);
        boolean throttled = greeting.tellsOfAPassword()
                && guesses.isExhausted(arrival.client().address());
        if (throttled) {
            metrics.denied(Action.PUBLISH.name(), Denial.THROTTLED.name());
            return Future.succeededFuture(new Greeting.Refuse(UserTable.FAILED, throttled()));
        }
        return switch (greeting) {
            case Greeting.Welcome(String user) ->
                callbacks.greet(arrival.by(user)).compose(answer -> switch (answer) {
                    case Greeting.Welcome _ -> Future.succeededFuture(new Greeting.Welcome(user));
                    case Greeting.Ask _, Greeting.Refuse _ -> held.hold(answer, askedNanos);
                });
            case Greeting.Ask _ -> Future.succeededFuture(greeting);
            case Greeting.Refuse _ -> {
                guesses.count(arrival.client().address());
                metrics.denied(Action.PUBLISH.name(), Denial.BAD_CREDENTIAL.name());
                yield held.hold(greeting, askedNanos);
            }
        };
    }

    @Override
    public Visit began(Attempt attempt, StreamKey name, long epoch, Visitor visitor) {
        return callbacks.began(attempt, name, epoch, visitor);
    }

    private String throttled() {
        return "more wrong ones from this address than auth.guess-burst=" + guessBurst;
    }

    private Future<Verdict> judge(RuleBook book, Attempt attempt) {
        var address = attempt.client().address();
        if (book.asksForCredentials(attempt) && guesses.isExhausted(address)) {
            return Future.succeededFuture(book.denied(attempt, Denial.THROTTLED, throttled()));
        }
        return book.decide(attempt).onSuccess(verdict -> {
            if (verdict instanceof Denied denied && GUESSES.contains(denied.denial())) {
                guesses.count(address);
            }
        });
    }
}
