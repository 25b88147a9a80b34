package dev.headwater.server.hooks;

import dev.headwater.server.config.HooksConfig;
import dev.headwater.server.config.SigningSecret;
import dev.headwater.server.metrics.HookMeters;
import dev.headwater.server.net.AnswerBody;
import dev.headwater.server.tracing.Trace;
import dev.headwater.server.tracing.TraceSpan;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One URL of one app, with its own connections and breaker. An answer comes within {@code hooks.timeout} or not at all; redirects
 * are answers, never followed. Another one takes its place when the configuration changes; calls under way end as they began, and
 * Vert.x closes the connections of a client that nobody holds any more. Thread-safe.
 */
final class HookTarget {
    private static final Logger LOG = LoggerFactory.getLogger(HookTarget.class);
    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final int MAX_HEADER_BYTES = 16 << 10;

    private final String owner;
    private final URI url;
    private final Dialect dialect;
    private final Optional<SigningSecret> secret;
    private final HooksConfig config;
    private final SafeAddresses addresses;
    private final HookMeters metrics;
    private final HttpClient http;
    private final CircuitBreaker breaker;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long answeredNanos = System.nanoTime();

    /** @param owner the app, for logs */
    HookTarget(
            Vertx vertx,
            String owner,
            URI url,
            Dialect dialect,
            Optional<SigningSecret> secret,
            HooksConfig config,
            HookMeters metrics) {
        this.owner = owner;
        this.url = url;
        this.dialect = dialect;
        this.secret = secret;
        this.config = config;
        this.metrics = metrics;
        addresses = new SafeAddresses(vertx);
        http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) config.timeout().toMillis())
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                        .setMaxHeaderSize(MAX_HEADER_BYTES),
                new PoolOptions().setHttp1MaxSize(config.connections()));
        breaker = CircuitBreaker.create(
                        owner + " " + this,
                        vertx,
                        new CircuitBreakerOptions()
                                .setTimeout(-1) // a call has its own
                                .setMaxFailures(config.breakerFailures())
                                .setResetTimeout(config.breakerPause().toMillis())
                                .setNotificationAddress(null))
                .openHandler(opened -> {
                    metrics.openBreakers.increment();
                    LOG.warn(
                            "{} of {} does not answer: not called for hooks.breaker-pause={}ms",
                            this,
                            owner,
                            config.breakerPause().toMillis());
                })
                .halfOpenHandler(tries -> metrics.openBreakers.decrement())
                .closeHandler(closed -> LOG.info("{} of {} answers again", this, owner));
    }

    /** The same for the one that takes its place. Secret. */
    record Id(String owner, URI url) {}

    Id id() {
        return new Id(owner, url);
    }

    HooksConfig config() {
        return config;
    }

    /** Fails with {@link Unanswered} alone. Completes on any thread. */
    Future<Answer> call(HookCall call) {
        long begunNanos = System.nanoTime();
        var span = call.trace().ask("hook " + call.event().word()).with(TraceSpan.PEER, url.getHost());
        return answer(call, span.trace().traceparent()).onComplete(result -> {
            var outcome = result.succeeded() ? result.result().outcome() : ((Unanswered) result.cause()).outcome();
            metrics.called(call.event().word(), outcome.name(), System.nanoTime() - begunNanos);
            span.with(TraceSpan.OUTCOME, outcome.name().toLowerCase(Locale.ROOT));
            if (result.succeeded()) {
                span.end();
            } else {
                span.fail(String.valueOf(result.cause().getMessage()));
            }
        });
    }

    private Future<Answer> answer(HookCall call, String traceparent) {
        if (waiting.incrementAndGet() > config.maxWaiting()) {
            waiting.decrementAndGet();
            return Future.failedFuture(
                    new Unanswered(HookOutcome.OVERFLOW, "hooks.max-waiting=" + config.maxWaiting() + " calls wait"));
        }
        return breaker.execute(
                        () -> exchange(call, traceparent).map(dialect::read).transform(HookTarget::judged))
                .compose(answer -> answer)
                .recover(cause -> Future.failedFuture(unanswered(cause)))
                .onComplete(result -> waiting.decrementAndGet());
    }

    /** For the breaker: it fails only by what the other side is to blame for. */
    private static Future<Future<Answer>> judged(AsyncResult<Answer> result) {
        return switch (result.cause()) {
            case null -> Future.succeededFuture(Future.succeededFuture(result.result()));
            case AnswerBody.TooLong tooLong -> // an answer, though none that says anything
                Future.succeededFuture(
                        Future.succeededFuture(new Answer.Unusable(String.valueOf(tooLong.getMessage()))));
            case Unanswered ours
            when ours.outcome() == HookOutcome.OVERFLOW -> Future.succeededFuture(Future.failedFuture(ours));
            case Throwable theirs -> Future.failedFuture(theirs);
        };
    }

    private Unanswered unanswered(Throwable cause) {
        return switch (cause) {
            case Unanswered known -> known;
            case OpenCircuitException _ ->
                new Unanswered(HookOutcome.SKIPPED, "not called, since it did not answer a moment ago");
            case TimeoutException _ ->
                new Unanswered(
                        HookOutcome.UNANSWERED,
                        "no answer within hooks.timeout=%dms"
                                .formatted(config.timeout().toMillis()));
            default -> new Unanswered(HookOutcome.UNANSWERED, String.valueOf(cause.getMessage()));
        };
    }

    private Future<HookResponse> exchange(HookCall call, String traceparent) {
        var request = dialect.write(call);
        long begunNanos = System.nanoTime();
        long timeoutNanos = config.timeout().toNanos();
        var askedInTime = new AtomicBoolean();
        return addresses
                .resolve(url.getHost())
                .compose(address -> http.request(options(request, address, traceparent)))
                .compose(open -> {
                    long leftNanos = begunNanos + timeoutNanos - System.nanoTime();
                    askedInTime.set(leftNanos >= timeoutNanos / 2);
                    return exchange(open, request, leftNanos);
                })
                .timeout(timeoutNanos, TimeUnit.NANOSECONDS)
                .recover(cause -> Future.failedFuture(
                        cause instanceof TimeoutException && !askedInTime.get() && answeredNanos - begunNanos > 0
                                ? busy() // its time went by while others were answered
                                : cause))
                .compose(response -> response.tellsOfAFault()
                        ? Future.failedFuture(new Unanswered(HookOutcome.UNANSWERED, "status=" + response.status()))
                        : Future.succeededFuture(response))
                .onSuccess(response -> answeredNanos = System.nanoTime());
    }

    private Unanswered busy() {
        return new Unanswered(
                HookOutcome.OVERFLOW,
                "hooks.connections=%d were all busy for most of hooks.timeout=%dms"
                        .formatted(config.connections(), config.timeout().toMillis()));
    }

    /** Whoever waited too long for a connection gives it back unused. */
    private Future<HookResponse> exchange(HttpClientRequest open, HookRequest request, long leftNanos) {
        if (leftNanos <= 0) {
            open.reset();
            return Future.failedFuture(new TimeoutException());
        }
        return open.send(request.body())
                .compose(this::read)
                .timeout(leftNanos, TimeUnit.NANOSECONDS)
                .onFailure(cause -> open.reset());
    }

    private Future<HookResponse> read(HttpClientResponse response) {
        var head = new HookResponse(
                response.statusCode(), Optional.ofNullable(response.getHeader("Location")), Buffer.buffer());
        return AnswerBody.read(response, config.maxAnswerBytes())
                .map(head::with)
                .recover(cause -> cause instanceof AnswerBody.TooLong && head.tellsOfAFault()
                        ? Future.succeededFuture(head) // the page of a proxy, which nobody reads
                        : Future.failedFuture(cause));
    }

    /** To the address that was looked at, in the name of the host. */
    private RequestOptions options(HookRequest request, InetAddress address, String traceparent) {
        boolean tls = url.getScheme().equals("https");
        int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
        var options = new RequestOptions()
                .setMethod(request.method())
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(tls)
                .setURI(path(request.query()))
                .setFollowRedirects(false);
        if (!request.contentType().isEmpty()) {
            options.putHeader("Content-Type", request.contentType());
        }
        if (!traceparent.isEmpty()) {
            options.putHeader(Trace.TRACEPARENT, traceparent);
        }
        secret.ifPresent(key -> sign(options, request, key));
        return options;
    }

    private String path(String query) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String own = Optional.ofNullable(url.getRawQuery()).orElse("");
        String all = own.isEmpty() || query.isEmpty() ? own + query : own + "&" + query;
        return all.isEmpty() ? path : path + "?" + all;
    }

    private static void sign(RequestOptions options, HookRequest request, SigningSecret key) {
        String now = Long.toString(Instant.now().getEpochSecond());
        var signed = request.query().isEmpty() ? request.body() : Buffer.buffer(request.query());
        options.putHeader(HookSignature.TIMESTAMP, now)
                .putHeader(HookSignature.SIGNATURE, HookSignature.of(key, now, signed));
    }

    /** For logs: path and query of the URL may be secret. */
    @Override
    public String toString() {
        return "callback " + url.getScheme() + "://" + url.getAuthority();
    }

    Future<?> close() {
        breaker.close();
        return http.close();
    }
}
