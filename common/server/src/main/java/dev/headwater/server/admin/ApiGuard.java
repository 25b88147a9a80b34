package dev.headwater.server.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headwater.server.config.StreamKeyHash;
import dev.headwater.server.config.TokenEntry;
import dev.headwater.server.config.TokenEntry.Scope;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.NetUtil;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
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

    private final List<TokenEntry> tokens;
    private final Guesses guesses;

    /** @param nanoTime a monotonic clock in nanoseconds */
    ApiGuard(List<TokenEntry> tokens, LongSupplier nanoTime) {
        this.tokens = List.copyOf(tokens);
        guesses = new Guesses(nanoTime);
    }

    @Override
    public void handle(RoutingContext context) {
        String address = context.request().remoteAddress().hostAddress();
        if (tokens.isEmpty()) {
            if (isThisMachine(address)) {
                context.next();
            } else {
                refuse(context, address, FORBIDDEN, "without management.tokens the API is for this machine alone");
            }
        } else {
            byToken(context, address);
        }
    }

    private void byToken(RoutingContext context, String address) {
        var brought = token(context);
        var granted = brought.flatMap(this::scopeOf);
        if (granted.isEmpty() && guesses.mustWait(address)) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            refuse(context, address, TOO_MANY, "too many wrong tokens from this address, wait a second");
        } else if (granted.isEmpty()) {
            if (brought.isPresent()) {
                guesses.wrong(address);
            }
            context.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"headwater\"");
            refuse(
                    context,
                    address,
                    UNAUTHORISED,
                    brought.isPresent() ? "no such token" : "a token is needed: authorization: Bearer");
        } else if (needed(context).compareTo(granted.get()) > 0) {
            refuse(context, address, FORBIDDEN, "this token is for reading only");
        } else {
            context.next();
        }
    }

    private static Optional<String> token(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    /** The widest scope of the token; each entry is looked at, so that the time tells nothing. */
    private Optional<Scope> scopeOf(String token) {
        byte[] hash = StreamKeyHash.of(token).hex().getBytes(US_ASCII);
        Optional<Scope> widest = Optional.empty();
        for (var entry : tokens) {
            boolean same = MessageDigest.isEqual(hash, entry.hash().hex().getBytes(US_ASCII));
            if (same && widest.filter(scope -> scope == Scope.WRITE).isEmpty()) {
                widest = Optional.of(entry.scope());
            }
        }
        return widest;
    }

    private static Scope needed(RoutingContext context) {
        return READING.contains(context.request().method()) ? Scope.READ : Scope.WRITE;
    }

    private static boolean isThisMachine(String address) {
        InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(Objects.requireNonNullElse(address, ""));
        return parsed != null && parsed.isLoopbackAddress();
    }

    private static void refuse(RoutingContext context, String address, int status, String problem) {
        log.info("refused {} {} peer={}: {}", context.request().method(), context.normalizedPath(), address, problem);
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("error", problem).encode());
    }
}
