package dev.headwater.server.launch;

import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.AuthFiles;
import dev.headwater.server.auth.FetchedKeys;
import dev.headwater.server.auth.GuardedAccess;
import dev.headwater.server.auth.RuleBook;
import dev.headwater.server.auth.SignatureWorkers;
import dev.headwater.server.auth.TokenRule;
import dev.headwater.server.config.AuthMode;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.hooks.HookBook;
import dev.headwater.server.hooks.Hooks;
import dev.headwater.server.hooks.PullRequests;
import dev.headwater.server.hooks.Pushes;
import dev.headwater.server.metrics.AccessMeters;
import dev.headwater.server.record.RecordedFile;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may publish and play, as a part of the node: reads and fetches keys, and does so again while the node runs. */
public final class AccessPart implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(AccessPart.class);
    private static final AuthFiles.Texts NOT_READ = new AuthFiles.Texts(Map.of());

    private final Vertx vertx;
    private final AccessMeters metrics;
    private final HttpClient http;
    private final SignatureWorkers workers;
    private final Hooks hooks;
    private final GuardedAccess access;
    private final AtomicReference<AuthFiles.Texts> read = new AtomicReference<>(NOT_READ);
    private final AtomicReference<String> complaint = new AtomicReference<>("");
    private final FileLook files = new FileLook("auth", this::look);
    private volatile Sources sources;
    private volatile long timer = -1;

    /**
     * @param pushes what callbacks want pushed elsewhere
     * @param pulls what callbacks want pulled from elsewhere
     */
    public AccessPart(NodeRole.Surroundings surroundings, Pushes pushes, PullRequests pulls) {
        vertx = surroundings.vertx();
        metrics = surroundings.metrics().access;
        http = FetchedKeys.client(vertx);
        workers = new SignatureWorkers(vertx);
        hooks = new Hooks(vertx, surroundings.config(), pushes, pulls, surroundings.metrics().hooks);
        sources = sources(surroundings.config(), Optional.empty());
        access = new GuardedAccess(vertx, surroundings.config().auth(), metrics);
        surroundings.running().follow(this::prepare);
    }

    /** Where the rules of a configuration are from. */
    private record Sources(NodeConfig config, AuthFiles files, Optional<FetchedKeys> fetched, HookBook callbacks) {
        /** Never fails. */
        Future<?> fetch() {
            return fetched.<Future<?>>map(FetchedKeys::fetch).orElseGet(Future::succeededFuture);
        }
    }

    /** @param fetched keys that are there already */
    private Sources sources(NodeConfig config, Optional<FetchedKeys> fetched) {
        var jwt = config.auth().jwt();
        var keys = jwt.jwksUrl()
                .map(url -> fetched.filter(known -> known.isFor(jwt))
                        .orElseGet(() -> new FetchedKeys(vertx, http, jwt, url, metrics)));
        return new Sources(config, new AuthFiles(config), keys, hooks.prepare(config));
    }

    /** Decides from the start of this part on. */
    public Access access() {
        return access;
    }

    /** Callbacks are told that a file of a recording is whole. Any thread. */
    public void recorded(RecordedFile file) {
        hooks.recorded(file);
    }

    /** Fails if a start would: reads the files, and makes no rule hold. */
    Future<?> check() {
        return ready(sources);
    }

    @Override
    public String name() {
        return "auth";
    }

    /** Fails if a file is missing or wrong: a node that nobody can use is better not there. */
    @Override
    public Future<?> start() {
        sayWhatHolds(sources.config());
        return ready(sources)
                .compose(use -> {
                    use.run();
                    return sources.fetch();
                })
                .onSuccess(ready -> {
                    hooks.node("up");
                    timer = vertx.setPeriodic(FileLook.EVERY.toMillis(), tick -> {
                        var jwt = sources.config().auth().jwt();
                        sources.fetched().ifPresent(keys -> keys.keepFresh(jwt.jwksRefresh()));
                        files.again();
                    });
                });
    }

    private Future<Runnable> prepare(NodeConfig next) {
        var before = sources.fetched();
        var later = sources(next, before);
        Future<?> fetched = later.fetched().equals(before) ? Future.succeededFuture() : later.fetch();
        return fetched.compose(done -> ready(later));
    }

    /** Reads the files; what this gives out makes the rules hold. */
    private Future<Runnable> ready(Sources now) {
        Promise<Runnable> ready = Promise.promise();
        return vertx.executeBlocking(() -> {
                    var texts = now.files().read();
                    var rules = rules(now, texts);
                    return ready.tryComplete(() -> use(now, texts, rules));
                })
                .compose(done -> ready.future());
    }

    private void use(Sources now, AuthFiles.Texts texts, RuleBook rules) {
        sources = now;
        read.set(texts);
        access.use(now.config().auth());
        hooks.use(now.callbacks());
        access.use(rules);
        LOG.info(
                "auth.publish={} auth.play={} {}",
                now.config().auth().publish(),
                now.config().auth().play(),
                rules);
    }

    private static void sayWhatHolds(NodeConfig config) {
        var publish = config.auth().publish();
        if (publish.has(AuthMode.REFUSE)) {
            LOG.warn("auth.publish=refuse: nobody may publish here; auth.publish=keys would let those who have a stream"
                    + " key, auth.publish=open everybody: docs/access.md");
        } else if (publish.has(AuthMode.OPEN)) {
            LOG.warn("auth.publish=open: everybody who reaches the RTMP port may publish");
        }
        config.auth()
                .jwt()
                .jwksUrl()
                .filter(url -> "http".equals(url.getScheme()))
                .ifPresent(url -> LOG.warn(
                        "auth.jwt.jwks-url={} is not https: who can change what comes from there can sign tokens",
                        url));
        config.apps().forEach((app, own) -> {
            if (publish.has(AuthMode.KEYS) && own.auth().publish().has(AuthMode.OPEN)) {
                LOG.warn(
                        "app={} auth.publish=open beside auth.publish=keys: whoever publishes there under a stream key as a"
                                + " name is refused, and so can try whether it is one: have keys that nobody guesses",
                        app);
            }
            if (!own.auth().publish().equals(publish)
                    || !own.auth().play().equals(config.auth().play())) {
                LOG.info(
                        "app={} auth.publish={} auth.play={}",
                        app,
                        own.auth().publish(),
                        own.auth().play());
            }
        });
    }

    private RuleBook rules(Sources now, AuthFiles.Texts texts) {
        var config = now.config();
        var tokens = TokenRule.of(vertx, workers, config.auth(), texts, now.fetched());
        return RuleBook.of(config, texts, tokens, now.callbacks());
    }

    private Future<?> look() {
        var now = sources;
        return vertx.executeBlocking(() -> readAgain(now))
                .onSuccess(changed -> {
                    complaint.set("");
                    if (now.equals(sources)) { // else another configuration has begun to hold meanwhile
                        changed.ifPresent(Runnable::run);
                    }
                })
                .onFailure(cause -> {
                    metrics.failedReloads.increment();
                    String what = String.valueOf(cause.getMessage());
                    if (!what.equals(complaint.getAndSet(what))) {
                        LOG.warn("{}: the keys from before go on to hold", what);
                    }
                });
    }

    /** What makes the rules of the files hold, if those have changed. */
    private Optional<Runnable> readAgain(Sources now) {
        var texts = now.files().read();
        if (texts.equals(read.get())) {
            return Optional.empty();
        }
        var rules = rules(now, texts);
        return Optional.of(() -> {
            read.set(texts);
            access.use(rules);
            LOG.info("read again: {}", texts);
        });
    }

    @Override
    public Future<?> drain(Duration limit) {
        hooks.node("draining");
        return Future.succeededFuture();
    }

    /** The last to stop of those whom callbacks are told of. */
    @Override
    public Future<?> stop() {
        vertx.cancelTimer(timer);
        hooks.node("down");
        return Future.join(hooks.close(), http.close(), workers.close());
    }
}
