package dev.headwater.server.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headwater.server.auth.GuessLimit;
import dev.headwater.server.config.SecretHash;
import dev.headwater.server.config.TokenEntry;
import dev.headwater.server.config.TokenEntry.Scope;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may use the API: with {@code management.tokens} whoever brings one (RFC 6750) of the scope that the request needs; without,
 * whoever is on this machine. Who guesses waits; who has a token does not, whoever else is at his address. Confined to the server's event loop.
 */
final class ApiGuard implements Handler<RoutingContext> {
    private static final Logger log = LoggerFactory.getLogger(ApiGuard.class);
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String BEARER = "Bearer ";
    private static final int UNAUTHORISED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;

    /** Wrong tokens at once from one address, and then one each second. */
    private static final int GUESSES = 5;

    private static final int GUESSING_ADDRESSES = 1_000;

    private final List<TokenEntry> tokens;
    private final GuessLimit guesses;

    /** @param nanoTime a monotonic clock in nanoseconds */
    ApiGuard(List<TokenEntry> tokens, LongSupplier nanoTime) {
        this.tokens = List.copyOf(tokens);
        guesses = new GuessLimit(GUESSES, Duration.ofSeconds(1), GUESSING_ADDRESSES, nanoTime);
    }

    @Override
    public void handle(RoutingContext context) {
        var address = InetAddress.ofLiteral(context.request().remoteAddress().hostAddress());
        if (!tokens.isEmpty()) {
            byToken(context, address);
        } else if (address.isLoopbackAddress()) {
            context.next();
        } else {
            refuse(context, address, FORBIDDEN, "without management.tokens the API is for this machine alone");
        }
    }

    private void byToken(RoutingContext context, InetAddress address) {
        var brought = token(context);
        var granted = brought.flatMap(this::scopeOf);
        if (granted.isPresent()) {
            if (needed(context).compareTo(granted.get()) > 0) {
                refuse(context, address, FORBIDDEN, "this token is for reading only");
            } else {
                context.next();
            }
        } else if (guesses.isExhausted(address)) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            refuse(context, address, TOO_MANY, "too many wrong tokens from this address, wait a second");
        } else {
            brought.ifPresent(wrong -> guesses.count(address));
            context.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"headwater\"");
            refuse(
                    context,
                    address,
                    UNAUTHORISED,
                    brought.isPresent() ? "no such token" : "a token is needed: authorization: Bearer");
        }
    }

    private static Optional<String> token(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    /** The widest scope of the token; each entry is looked at, so that the time tells nothing. */
    private Optional<Scope> scopeOf(String token) {
        byte[] hash = SecretHash.of(token).hex().getBytes(US_ASCII);
        return tokens.stream()
                .filter(entry -> MessageDigest.isEqual(hash, entry.hash().hex().getBytes(US_ASCII)))
                .map(TokenEntry::scope)
                .max(Comparator.naturalOrder());
    }

    private static Scope needed(RoutingContext context) {
        return READING.contains(context.request().method()) ? Scope.READ : Scope.WRITE;
    }

    private static void refuse(RoutingContext context, InetAddress address, int status, String problem) {
        log.info(
                "refused {} {} peer={}: {}",
                context.request().method(),
                context.normalizedPath(),
                address.getHostAddress(),
                problem);
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("error", problem).encode());
    }
}
