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
    public Future<Verdict> authorise(Attempt attempt) {
        var request = new ConnectRequest(
                attempt.asked().app(), attempt.client().withQuery(attempt.query()), attempt.action() == Action.PUBLISH);
        return onceConnected(
                attempt, (book, by) -> askCallbacks(book.callbacks(), by, request, true, attempt.action()));
    }

    @Override
    public Future<Verdict> probe(Attempt attempt) {
        return authorise(attempt).onSuccess(verdict -> {
            if (verdict instanceof Allowed(StreamKey name)) {
                abandoned(attempt, name, "LOOKED");
            }
        });
    }

    private Future<Verdict> authoriseConnected(Attempt asked) {
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
    public Future<Verdict> authorise(Attempt attempt, ConnectionAuth connection) {
        var own = connection.request();
        String app = attempt.asked().app();
        return app.equals(own.app())
                ? authoriseConnected(attempt)
                : onceConnected(attempt, (book, by) -> {
                    var callbacks = book.callbacks();
                    return callbacks.authorisesConnect(app, false)
                            ? connection.authorise(
                                    new ConnectRequest(app, own.client(), own.isEncoder()),
                                    other -> askCallbacks(callbacks, by, other, false, attempt.action()),
                                    other -> callbacks.disconnected(other, 0, 0))
                            : PASS;
                });
    }

    private Future<Verdict> onceConnected(Attempt attempt, BiFunction<RuleBook, Defence, Future<Opinion>> connecting) {
        var book = rules.get();
        if (book == null) {
            return authoriseConnected(attempt);
        }
        return connecting
                .apply(book, defence)
                .compose(opinion -> opinion instanceof Opinion.Deny(Denial denial, String explanation)
                        ? Future.succeededFuture(book.denied(attempt, denial, explanation))
                        : authoriseConnected(attempt));
    }

    @Override
    public Future<ConnectVerdict> authoriseConnect(ConnectRequest request) {
        long askedNanos = System.nanoTime();
        var book = rules.get();
        if (book == null) {
            return Future.failedFuture(new IllegalStateException("asked before there are rules"));
        }
        var by = defence;
        var verdict = book.authoriseConnect(request);
        boolean throttled = verdict.isAboutPassword()
                && by.guesses().isEmpty(request.client().address());
        if (throttled) {
            metrics.denied(Action.PUBLISH.name(), Denial.THROTTLED.name());
            return Future.succeededFuture(new ConnectVerdict.Rejected(UserTable.FAILED, by.throttled()));
        }
        return switch (verdict) {
            case ConnectVerdict.Accepted(String user) ->
                askCallbacks(
                                book.callbacks(),
                                by,
                                request.by(user),
                                false,
                                request.isEncoder() ? Action.PUBLISH : Action.PLAY)
                        .map(opinion -> opinion instanceof Opinion.Deny(Denial _, String explanation)
                                ? new ConnectVerdict.Rejected(TOLD, explanation)
                                : new ConnectVerdict.Accepted(user));
            case ConnectVerdict.Challenge _ -> Future.succeededFuture(verdict);
            case ConnectVerdict.Rejected _ -> {
                by.guesses().take(request.client().address());
                metrics.denied(Action.PUBLISH.name(), Denial.BAD_CREDENTIAL.name());
                yield by.held().hold(verdict, askedNanos);
            }
        };
    }

    /** Whether the client may connect; a denial is counted, and late. */
    private Future<Opinion> askCallbacks(
            Callbacks callbacks, Defence by, ConnectRequest request, boolean byHttp, Action action) {
        if (!callbacks.authorisesConnect(request.app(), byHttp)) {
            return PASS;
        }
        var address = request.client().address();
        if (by.guesses().isEmpty(address)) {
            metrics.denied(action.name(), Denial.THROTTLED.name());
            return Future.succeededFuture(new Opinion.Deny(Denial.THROTTLED, by.throttled()));
        }
        long askedNanos = System.nanoTime();
        return callbacks.authoriseConnect(request).compose(opinion -> {
            if (by.guesses().isEmpty(address)) { // by others that were asked about at the same time
                metrics.denied(action.name(), Denial.THROTTLED.name());
                if (opinion instanceof Opinion.Pass && !byHttp) {
                    callbacks.disconnected(request, 0, 0);
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
    public void disconnected(ConnectionAuth connection, long receivedBytes, long sentBytes) {
        connection.disconnected(request -> rulesThatHold().callbacks().disconnected(request, receivedBytes, sentBytes));
    }

    @Override
    public void abandoned(Attempt attempt, StreamKey name, String reason) {
        var book = rulesThatHold();
        book.callbacks().abandoned(book.withoutKey(attempt), name, reason);
    }

    @Override
    public UseListener began(Attempt attempt, StreamKey name, long epoch, ActiveUse use) {
        var book = rulesThatHold();
        return book.callbacks().began(book.withoutKey(attempt), name, epoch, use);
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
                book.callbacks().abandoned(attempt, name, Denial.THROTTLED.name());
            }
        });
    }
}
