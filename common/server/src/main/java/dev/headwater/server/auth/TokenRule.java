package dev.headwater.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.server.config.AuthConfig;
import dev.headwater.server.config.JwtConfig.Algorithm;
import dev.headwater.server.config.StreamPattern;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets in who has a token that says so: {@code ?token=...}. Its claims are {@code exp}, {@code actions} (of {@code publish} and
 * {@code play}) and {@code streams} ({@code app/name}, {@code app/begin*}, {@code app/*}); lists, or one text for a list of one.
 */
public final class TokenRule implements Rule {
    static final String PARAMETER = "token";
    private static final int LONGEST = 8 << 10;

    private final Algorithm algorithm;
    private final SignatureWorkers workers;
    private final int mostWaiting;
    private final Optional<TokenKeys> fixed;
    private final Optional<FetchedKeys> fetched;
    private final Duration leeway;

    private TokenRule(
            SignatureWorkers workers, AuthConfig auth, Optional<TokenKeys> fixed, Optional<FetchedKeys> fetched) {
        algorithm = auth.jwt().algorithm();
        if (fetched.isPresent() && algorithm.isSymmetric()) {
            throw new IllegalArgumentException("auth.jwt.jwks-url is not for auth.jwt.algorithm=" + algorithm.wireName()
                    + ": its keys are secret");
        }
        this.workers = workers;
        mostWaiting = auth.jwt().maxWaiting();
        this.fixed = fixed;
        this.fetched = fetched;
        leeway = auth.clockLeeway();
    }

    /**
     * Empty if neither a file nor a URL of keys is configured.
     *
     * @throws IllegalArgumentException with the file that holds no key
     */
    public static Optional<TokenRule> of(
            Vertx vertx,
            SignatureWorkers workers,
            AuthConfig auth,
            AuthFiles.Texts texts,
            Optional<FetchedKeys> fetched) {
        var jwt = auth.jwt();
        if (jwt.keysFile().isEmpty() && fetched.isEmpty()) {
            return Optional.empty();
        }
        var fixed = jwt.keysFile().map(file -> {
            try {
                return TokenKeys.parse(vertx, jwt, texts.of(file));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
            }
        });
        return Optional.of(new TokenRule(workers, auth, fixed, fetched));
    }

    @Override
    public boolean isShownBy(Client client) {
        return client.parameter(PARAMETER).isPresent();
    }

    @Override
    public Future<Opinion> of(Attempt attempt) {
        return of(attempt, this::check);
    }

    /** Who guesses does not wait for the issuer's new keys. */
    @Override
    public Rule atOnce() {
        return attempt -> of(attempt, token -> checkByKnown(token, known()));
    }

    private Future<Opinion> of(Attempt attempt, Function<String, Future<User>> check) {
        var token = attempt.parameter(PARAMETER);
        if (token.isEmpty()) {
            return Future.succeededFuture(new Opinion.Pass());
        }
        if (!isOurKind(token.get())) {
            return bad("the token is none, or not signed with auth.jwt.algorithm=" + algorithm.wireName());
        }
        return check.apply(token.get())
                .map(user -> judge(attempt, user))
                .recover(unlessBusy(() -> bad("the token is not signed by a key of ours, or not for us")));
    }

    private static Future<Opinion> bad(String explanation) {
        return Future.succeededFuture(new Opinion.Deny(Denial.BAD_CREDENTIAL, explanation));
    }

    /** A token must not choose how it is checked, and what we do not understand of it may matter. */
    private boolean isOurKind(String token) {
        int dot = token.indexOf('.');
        if (token.length() > LONGEST || dot < 0) {
            return false;
        }
        try {
            var header = new JsonObject(new String(Base64.getUrlDecoder().decode(token.substring(0, dot)), UTF_8));
            return algorithm.wireName().equals(header.getValue("alg")) && !header.containsKey("crit");
        } catch (IllegalArgumentException | DecodeException e) {
            return false;
        }
    }

    /** By the keys that are here; then, if the issuer has new ones, by those. */
    private Future<User> check(String token) {
        var known = known();
        long askedNanos = System.nanoTime();
        return checkByKnown(token, known)
                .recover(unlessBusy(() -> fetched.map(keys -> checkRenewed(token, keys, known, askedNanos))
                        .orElseGet(() -> Future.failedFuture("no keys"))));
    }

    private Optional<TokenKeys> known() {
        return fetched.flatMap(FetchedKeys::now);
    }

    private Future<User> checkByKnown(String token, Optional<TokenKeys> known) {
        return check(token, fixed).recover(unlessBusy(() -> check(token, known)));
    }

    /** By keys that were fetched since somebody asked: what was under way then may lack the one that the token is signed with. */
    private Future<User> checkRenewed(String token, FetchedKeys keys, Optional<TokenKeys> tried, long askedNanos) {
        return keys.renew(mostWaiting).compose(begunNanos -> {
            var now = keys.now();
            var checked = check(token, now.equals(tried) ? Optional.empty() : now);
            return begunNanos - askedNanos >= 0
                    ? checked
                    : checked.recover(unlessBusy(() -> checkRenewed(token, keys, now, askedNanos)));
        });
    }

    private Future<User> check(String token, Optional<TokenKeys> by) {
        return by.map(keys -> workers.run(() -> keys.verify(token), mostWaiting).compose(verified -> verified))
                .orElseGet(() -> Future.failedFuture("no keys"));
    }

    private static <T> Function<Throwable, Future<T>> unlessBusy(Supplier<Future<T>> next) {
        return cause -> cause instanceof BusyException ? Future.failedFuture(cause) : next.get();
    }

    private Opinion judge(Attempt attempt, User user) {
        var claims = user.attributes().getJsonObject("accessToken", new JsonObject());
        var now = Instant.now();
        var end = time(claims, "exp");
        if (end.isEmpty()) {
            return new Opinion.Deny(Denial.BAD_CREDENTIAL, "the token has no end: exp");
        }
        if (now.minus(leeway).isAfter(end.get())) {
            return new Opinion.Deny(Denial.EXPIRED, "the token ended at " + end.get());
        }
        if (time(claims, "nbf")
                .filter(begin -> now.plus(leeway).isBefore(begin))
                .isPresent()) {
            return new Opinion.Deny(Denial.EXPIRED, "the token does not hold yet: nbf");
        }
        if (!texts(claims, "actions").contains(attempt.action().word())) {
            return new Opinion.Deny(Denial.NOT_FOR_THIS, "the token's actions do not hold this one");
        }
        return texts(claims, "streams").stream().anyMatch(text -> matches(text, attempt))
                ? new Opinion.Allow(attempt.asked())
                : new Opinion.Deny(Denial.NOT_FOR_THIS, "the token's streams do not hold this one");
    }

    private static boolean matches(String pattern, Attempt attempt) {
        try {
            return StreamPattern.parse(pattern).matches(attempt.asked());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<Instant> time(JsonObject claims, String name) {
        return claims.getValue(name) instanceof Number seconds
                ? Optional.of(Instant.ofEpochSecond(Math.clamp(seconds.longValue(), 0, Integer.MAX_VALUE * 1_000L)))
                : Optional.empty();
    }

    private static List<String> texts(JsonObject claims, String name) {
        return switch (claims.getValue(name)) {
            case String one -> List.of(one);
            case JsonArray many ->
                many.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }
}
