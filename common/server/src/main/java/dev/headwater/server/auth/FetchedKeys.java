package dev.headwater.server.auth;

import dev.headwater.server.config.JwtConfig;
import dev.headwater.server.metrics.AccessMeters;
import dev.headwater.server.net.AnswerBody;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key set that an issuer publishes, fetched again and again. An issuer that does not answer leaves the keys from before; one
 * that has changed its keys is asked when the first token comes that they do not fit. Thread-safe.
 */
public final class FetchedKeys {
    private static final Logger LOG = LoggerFactory.getLogger(FetchedKeys.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration NOT_SOONER = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 64 << 10;
    private static final int FOUND = 200;

    private final Vertx vertx;
    private final JwtConfig config;
    private final URI url;
    private final AccessMeters metrics;
    private final HttpClient http;
    private final Duration notSooner;
    private final AtomicReference<Fetch> last = new AtomicReference<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile Optional<TokenKeys> keys = Optional.empty();
    private volatile String text = "";

    /**
     * @param beginsNanos when it has begun, or is to
     * @param done completes when it has been tried, with when it began; never fails
     */
    private record Fetch(long beginsNanos, Future<Long> done) {}

    /** @param http see {@link #client} */
    public FetchedKeys(Vertx vertx, HttpClient http, JwtConfig config, URI url, AccessMeters metrics) {
        this(vertx, http, config, url, metrics, NOT_SOONER);
    }

    /** @param notSooner after one fetch than this begins one for a token */
    FetchedKeys(Vertx vertx, HttpClient http, JwtConfig config, URI url, AccessMeters metrics, Duration notSooner) {
        this.vertx = vertx;
        this.config = config;
        this.url = url;
        this.metrics = metrics;
        this.http = http;
        this.notSooner = notSooner;
    }

    /** What keys are fetched with. */
    public static HttpClient client(Vertx vertx) {
        return vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) PATIENCE.toMillis())
                .setMaxHeaderSize(MAX_BYTES));
    }

    /** Whether {@code other} would fetch the same keys and use them in the same way. */
    public boolean isFor(JwtConfig other) {
        return other.jwksUrl().equals(Optional.of(url))
                && other.algorithm() == config.algorithm()
                && other.issuer().equals(config.issuer())
                && other.audience().equals(config.audience());
    }

    /** Empty until they could be fetched once. */
    Optional<TokenKeys> now() {
        return keys;
    }

    /**
     * For a token whose key is not here: fetches. If that was done a moment ago, for somebody's garbage perhaps, all who ask wait for
     * the next time. Completes with when the fetch began that is done now, after some seconds at most; fails only with {@link
     * BusyException}, if {@code most} wait already.
     */
    Future<Long> renew(int most) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            return Future.failedFuture(new BusyException(most));
        }
        return renewed().onComplete(done -> waiting.decrementAndGet());
    }

    private Future<Long> renewed() {
        var before = last.get();
        if (before != null && !before.done.isComplete()) {
            return before.done;
        }
        long leftNanos = before == null ? 0 : notSooner.toNanos() - (System.nanoTime() - before.beginsNanos);
        Promise<Long> done = Promise.promise();
        if (!last.compareAndSet(before, new Fetch(System.nanoTime() + Math.max(0, leftNanos), done.future()))) {
            return renewed();
        }
        if (leftNanos <= 0) {
            tried().onComplete(done);
        } else {
            vertx.timer(leftNanos, TimeUnit.NANOSECONDS)
                    .transform(due -> tried())
                    .onComplete(done);
        }
        return done.future();
    }

    /** Fetches them if they are older than {@code refresh}. Call it often. */
    public void keepFresh(Duration refresh) {
        var before = last.get();
        if (before == null || System.nanoTime() - before.beginsNanos >= refresh.toNanos()) {
            fetch();
        }
    }

    /** Fetches them now. Never fails: the log and the metrics tell. */
    public Future<?> fetch() {
        long nowNanos = System.nanoTime();
        var done = tried();
        last.set(new Fetch(nowNanos, done));
        return done;
    }

    private Future<Long> tried() {
        long begunNanos = System.nanoTime();
        return get().compose(fetched -> vertx.executeBlocking(() -> {
                    use(fetched);
                    return fetched;
                }))
                .onFailure(cause -> {
                    metrics.failedReloads.increment();
                    LOG.warn(
                            "auth.jwt.jwks-url: no keys from {}: {}; {}",
                            url.getHost(),
                            cause.getMessage(),
                            keys.isPresent() ? "those from before go on to hold" : "there are none yet");
                })
                .transform(tried -> Future.succeededFuture(begunNanos));
    }

    private void use(String fetched) {
        if (fetched.equals(text)) {
            return;
        }
        var parsed = TokenKeys.ofSet(vertx, config, fetched);
        keys = Optional.of(parsed);
        text = fetched;
        LOG.info("auth.jwt.jwks-url: {} keys from {}", parsed.size(), url.getHost());
    }

    private Future<String> get() {
        return http.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(url.toString())
                        .setFollowRedirects(false)
                        .setConnectTimeout(PATIENCE.toMillis())
                        .setIdleTimeout(PATIENCE.toMillis()))
                .compose(FetchedKeys::answer)
                .timeout(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS); // a connection first, then the keys
    }

    /** Who sends a byte now and then does not hold the connection for good. */
    private static Future<String> answer(HttpClientRequest request) {
        return request.send()
                .compose(FetchedKeys::body)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause -> request.reset());
    }

    private static Future<String> body(HttpClientResponse response) {
        if (response.statusCode() != FOUND) {
            return Future.failedFuture("status " + response.statusCode());
        }
        return AnswerBody.read(response, MAX_BYTES).map(Buffer::toString);
    }
}
