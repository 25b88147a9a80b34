package dev.headwater.server.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.server.auth.AddressBuckets;
import dev.headwater.server.config.SecretHash;
import dev.headwater.server.config.TokenEntry;
import dev.headwater.server.config.TokenEntry.Scope;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.net.PeerAddress;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may use the API: with {@code management.tokens} whoever brings one (RFC 6750, or as the password of RFC 7617 for programs that
 * know no other way) of the scope that the request needs; without, whoever is on this machine and calls it by a name of its own. From
 * where too many wrong ones came none is looked at for a while, the right one neither: an answer would tell. Confined to the server's
 * event loop.
 */
final class ApiGuard implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(ApiGuard.class);
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";
    private static final int UNAUTHORISED = 401;
    private static final int FORBIDDEN = 403;
    private static final int MISDIRECTED = 421;
    private static final int TOO_MANY = 429;

    /** Wrong tokens at once from one address, and then one each second. */
    private static final int GUESSES = 5;

    private static final int GUESSING_ADDRESSES = 1_000;

    /** Whoever hashes a word of his own is not to have a token that a list of words holds: what is stored is a fast hash. */
    private static final int SHORTEST = 16;

    private final HostNames names;
    private final Supplier<List<TokenEntry>> tokens;
    private final IntConsumer refused;
    private final AddressBuckets guesses;

    ApiGuard(ManagementServer.Access access) {
        names = access.names();
        tokens = access.tokens();
        refused = access.refused();
        guesses = access.guesses();
    }

    /**
     * Takes one for each wrong token.
     *
     * @param nanoTime a monotonic clock in nanoseconds
     */
    static AddressBuckets guesses(LongSupplier nanoTime) {
        return new AddressBuckets(GUESSES, Duration.ofSeconds(1), GUESSING_ADDRESSES, nanoTime);
    }

    @Override
    public void handle(RoutingContext context) {
        var address = InetAddress.ofLiteral(context.request().remoteAddress().hostAddress());
        var known = tokens.get();
        if (!known.isEmpty()) {
            byToken(context, address, known);
        } else if (!address.isLoopbackAddress()) {
            refuse(context, address, FORBIDDEN, "without management.tokens the API is for this machine alone");
        } else if (!isCalledByOwnName(context)) {
            refuse(
                    context,
                    address,
                    MISDIRECTED,
                    "the host is neither an IP address, localhost, node.host nor node.name");
        } else {
            context.next();
        }
    }

    private boolean isCalledByOwnName(RoutingContext context) {
        HostAndPort called = context.request().authority();
        return called != null && names.has(called.host());
    }

    private void byToken(RoutingContext context, InetAddress address, List<TokenEntry> known) {
        var brought = token(context);
        if (brought.isEmpty()) {
            unauthorised(context, address, "a token is needed: authorization: Bearer");
            return;
        }
        if (guesses.isEmpty(address)) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            refuse(context, address, TOO_MANY, "too many wrong tokens from this address, wait a second");
            return;
        }
        var granted = scopeOf(brought.get(), known);
        if (granted.isEmpty()) {
            guesses.take(address);
            unauthorised(context, address, "no such token");
        } else if (needed(context).compareTo(granted.get()) > 0) {
            refuse(context, address, FORBIDDEN, "this token is for reading only");
        } else {
            context.next();
        }
    }

    private void unauthorised(RoutingContext context, InetAddress address, String problem) {
        context.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"headwater\"");
        refuse(context, address, UNAUTHORISED, problem);
    }

    private static Optional<String> token(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                .flatMap(value ->
                        after(BEARER, value).or(() -> after(BASIC, value).flatMap(ApiGuard::password)));
    }

    private static Optional<String> after(String scheme, String value) {
        return value.regionMatches(true, 0, scheme, 0, scheme.length())
                ? Optional.of(value.substring(scheme.length()).strip())
                : Optional.empty();
    }

    /** Whatever the user is called. */
    private static Optional<String> password(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The widest scope of the token; each entry is looked at, so that the time tells nothing. One that somebody may find has none. */
    private static Optional<Scope> scopeOf(String token, List<TokenEntry> known) {
        if (token.length() < SHORTEST) {
            return Optional.empty();
        }
        byte[] hash = SecretHash.of(token).hex().getBytes(US_ASCII);
        return known.stream()
                .filter(entry -> MessageDigest.isEqual(hash, entry.hash().hex().getBytes(US_ASCII)))
                .map(TokenEntry::scope)
                .max(Comparator.naturalOrder());
    }

    private static Scope needed(RoutingContext context) {
        return READING.contains(context.request().method())
                        && !context.normalizedPath().startsWith(Api.ACTS_BY_GET)
                ? Scope.READ
                : Scope.WRITE;
    }

    private void refuse(RoutingContext context, InetAddress address, int status, String problem) {
        refused.accept(status);
        RejectionLog.warn(
                LOG,
                "refused {} {} peer={} status={}: {}",
                context.request().method(),
                context.normalizedPath(),
                PeerAddress.text(address),
                status,
                problem);
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("error", problem).encode());
    }
}
