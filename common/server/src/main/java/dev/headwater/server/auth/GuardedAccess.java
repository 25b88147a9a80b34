package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Rule.Opinion;
import dev.headwater.server.auth.Verdict.Allowed;
import dev.headwater.server.auth.Verdict.Denied;
import dev.headwater.server.config.AuthConfig;
import dev.headwater.server.metrics.AccessMeters;
import dev.headwater.server.metrics.RejectionLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides by a {@link RuleBook} that may be replaced at any time; until the first there is, by none: nobody may. Thread-safe. */
public final class GuardedAccess implements Access {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedAccess.class);

    /** Nothing was compared that its time could tell of. */
    private static final Set<Denial> AT_ONCE = EnumSet.of(Denial.CLOSED, Denial.ADDRESS, Denial.THROTTLED);

    /** What somebody gets who tries what he may not know. */
    private static final Set<Denial> GUESSES = EnumSet.of(Denial.BAD_CREDENTIAL, Denial.HOOK_REFUSED);

    /** To a client that may not connect, whatever the reason. */
    private static final String TOLD = "not allowed";

    private static final Future<Opinion> PASS = Future.succeededFuture(new Opinion.Pass());

    private final Vertx vertx;
    private final AccessMeters metrics;
    private final AtomicReference<RuleBook> rules = new AtomicReference<>();
    private volatile Defence defence;

    public GuardedAccess(Vertx vertx, AuthConfig config, AccessMeters metrics) {
        this.vertx = vertx;
        this.metrics = metrics;
        defence = defence(Patience.of(config));
    }

    /** How refusals are made slow. */
    private record Patience(
            Duration refusalDelay, int maxWaiting, int guessBurst, Duration guessRefill, int maxAddresses) {
        static Patience of(AuthConfig config) {
            return new Patience(
                    config.refusalDelay(),
                    config.maxWaitingRefusals(),
                    config.guessBurst(),
                    config.guessRefill(),
                    config.maxGuessingAddresses());
        }
    }

    private record Defence(Patience patience, HeldRefusals held, AddressBuckets guesses) {
        String throttled() {
            return "more wrong ones from this address than auth.guess-burst=" + patience.guessBurst();
        }
    }

    private Defence defence(Patience patience) {
        return new Defence(
                patience,
                new HeldRefusals(vertx, patience.refusalDelay(), patience.maxWaiting()),
                new AddressBuckets(
                        patience.guessBurst(), patience.guessRefill(), patience.maxAddresses(), System::nanoTime));
    }

    /** From now on these hold. What was decided stays decided. Any thread. */
    public void use(RuleBook now) {
        rules.set(now);
    }

    /** The same for how guessers are kept off; they are forgotten only if that is another way. */
    public void use(AuthConfig config) {
        var patience = Patience.of(config);
        if (!patience.equals(defence.patience())) {
            defence = defence(patience);
        }
    }

    @Override
    public Future<Verdict> decide(Attempt attempt) {
        var arrival = new Arrival(
                attempt.asked().app(), attempt.client().withQuery(attempt.query()), attempt.action() == Action.PUBLISH);
        return onceGreeted(attempt, (book, by) -> askCallbacks(book.callbacks(), by, arrival, true, attempt.action()));
    }

    @Override
    public Future<Verdict> glance(Attempt attempt) {
        return decide(attempt).onSuccess(verdict -> {
            if (verdict instanceof Allowed(StreamKey name)) {
                turnedAway(attempt, name, "LOOKED");
            }
        });
    }

    private Future<Verdict> decideOnceGreeted(Attempt asked) {
        long askedNanos = System.nanoTime();
        var book = rules.get();
        if (book == null) {
            return Future.failedFuture(new IllegalStateException("asked before there are rules"));
        }
        var by = defence;
        var attempt = book.withoutKey(asked);
        boolean namedAKey = !attempt.equals(asked);
        if (namedAKey) {
            metrics.denied(asked.action().name(), Denial.MISPLACED_KEY.name());
            RejectionLog.warn(LOG, "{}: a stream key stood where the name belongs: it is not found", asked);
        }
        return judge(book, by, attempt).compose(verdict -> switch (verdict) {
            case Allowed allowed -> Future.succeededFuture(allowed);
            case Denied denied -> {
                if (!namedAKey) { // who did is counted already
                    metrics.denied(attempt.action().name(), denied.denial().name());
                }
                yield AT_ONCE.contains(denied.denial())
                        ? Future.succeededFuture(denied)
                        : by.held().hold(denied, askedNanos);
            }
        });
    }

    @Override
    public Future<Verdict> decide(Attempt attempt, Guest greeted) {
        var own = greeted.arrival();
        String app = attempt.asked().app();
        return app.equals(own.app())
                ? decideOnceGreeted(attempt)
                : onceGreeted(attempt, (book, by) -> {
                    var callbacks = book.callbacks();
                    return callbacks.greets(app, false)
                            ? greeted.greeted(
                                    new Arrival(app, own.client(), own.isEncoder()),
                                    other -> askCallbacks(callbacks, by, other, false, attempt.action()),
                                    other -> callbacks.left(other, 0, 0))
                            : PASS;
                });
    }

    private Future<Verdict> onceGreeted(Attempt attempt, BiFunction<RuleBook, Defence, Future<Opinion>> greeting) {
        var book = rules.get();
        if (book == null) {
            return decideOnceGreeted(attempt);
        }
        return greeting.apply(book, defence)
                .compose(opinion -> opinion instanceof Opinion.Deny(Denial denial, String explanation)
                        ? Future.succeededFuture(book.denied(attempt, denial, explanation))
                        : decideOnceGreeted(attempt));
    }

    @Override
    public Future<Greeting> greet(Arrival arrival) {
        long askedNanos = System.nanoTime();
        var book = rules.get();
        if (book == null) {
            return Future.failedFuture(new IllegalStateException("asked before there are rules"));
        }
        var by = defence;
        var greeting = book.greet(arrival);
        boolean throttled = greeting.tellsOfAPassword()
                && by.guesses().isEmpty(arrival.client().address());
        if (throttled) {
            metrics.denied(Action.PUBLISH.name(), Denial.THROTTLED.name());
            return Future.succeededFuture(new Greeting.Refuse(UserTable.FAILED, by.throttled()));
        }
        return switch (greeting) {
            case Greeting.Welcome(String user) ->
                askCallbacks(
                                book.callbacks(),
                                by,
                                arrival.by(user),
                                false,
                                arrival.isEncoder() ? Action.PUBLISH : Action.PLAY)
                        .map(opinion -> opinion instanceof Opinion.Deny(Denial _, String explanation)
                                ? new Greeting.Refuse(TOLD, explanation)
                                : new Greeting.Welcome(user));
            case Greeting.Ask _ -> Future.succeededFuture(greeting);
            case Greeting.Refuse _ -> {
                by.guesses().take(arrival.client().address());
                metrics.denied(Action.PUBLISH.name(), Denial.BAD_CREDENTIAL.name());
                yield by.held().hold(greeting, askedNanos);
            }
        };
    }

    /** Whether the client may connect; a denial is counted, and late. */
    private Future<Opinion> askCallbacks(
            Callbacks callbacks, Defence by, Arrival arrival, boolean byHttp, Action action) {
        if (!callbacks.greets(arrival.app(), byHttp)) {
            return PASS;
        }
        var address = arrival.client().address();
        if (by.guesses().isEmpty(address)) {
            metrics.denied(action.name(), Denial.THROTTLED.name());
            return Future.succeededFuture(new Opinion.Deny(Denial.THROTTLED, by.throttled()));
        }
        long askedNanos = System.nanoTime();
        return callbacks.greet(arrival).compose(opinion -> {
            if (by.guesses().isEmpty(address)) { // by others that were asked about at the same time
                metrics.denied(action.name(), Denial.THROTTLED.name());
                if (opinion instanceof Opinion.Pass && !byHttp) {
                    callbacks.left(arrival, 0, 0);
                }
                return Future.succeededFuture(new Opinion.Deny(Denial.THROTTLED, by.throttled()));
            }
            if (!(opinion instanceof Opinion.Deny(Denial denial, String _))) {
                return Future.succeededFuture(opinion);
            }
            if (GUESSES.contains(denial)) {
                by.guesses().take(address);
            }
            metrics.denied(action.name(), denial.name());
            return by.held().hold(opinion, askedNanos);
        });
    }

    @Override
    public void left(Guest guest, long receivedBytes, long sentBytes) {
        guest.left(arrival -> rulesThatHold().callbacks().left(arrival, receivedBytes, sentBytes));
    }

    @Override
    public void turnedAway(Attempt attempt, StreamKey name, String reason) {
        var book = rulesThatHold();
        book.callbacks().turnedAway(book.withoutKey(attempt), name, reason);
    }

    @Override
    public Visit began(Attempt attempt, StreamKey name, long epoch, Visitor visitor) {
        var book = rulesThatHold();
        return book.callbacks().began(book.withoutKey(attempt), name, epoch, visitor);
    }

    /** For who was let in. */
    private RuleBook rulesThatHold() {
        var book = rules.get();
        if (book == null) {
            throw new IllegalStateException("let in before there are rules");
        }
        return book;
    }

    private static Future<Verdict> judge(RuleBook book, Defence by, Attempt attempt) {
        if (!book.asksForCredentials(attempt)) {
            return book.decide(attempt);
        }
        var address = attempt.client().address();
        var throttled = book.denied(attempt, Denial.THROTTLED, by.throttled());
        if (by.guesses().isEmpty(address)) {
            return book.decideAmongGuesses(attempt, throttled);
        }
        return book.decide(attempt).compose(verdict -> {
            if (by.guesses().isEmpty(address)) {
                return judgeAgain(book, attempt, verdict, throttled);
            }
            if (verdict instanceof Denied denied && GUESSES.contains(denied.denial())) {
                by.guesses().take(address);
            }
            return Future.succeededFuture(verdict);
        });
    }

    /** Others that were tried at the same time were wrong, and too many: who is told that this one was right may have tried them all. */
    private static Future<Verdict> judgeAgain(RuleBook book, Attempt attempt, Verdict before, Denied throttled) {
        return book.decideAmongGuesses(attempt, throttled).onSuccess(verdict -> {
            if (before instanceof Allowed(StreamKey name) && verdict instanceof Denied) {
                book.callbacks().turnedAway(attempt, name, Denial.THROTTLED.name());
            }
        });
    }
}
