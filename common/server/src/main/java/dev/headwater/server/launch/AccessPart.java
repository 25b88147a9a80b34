package dev.headwater.server.launch;

import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.AuthFiles;
import dev.headwater.server.auth.FetchedKeys;
import dev.headwater.server.auth.GuardedAccess;
import dev.headwater.server.auth.RuleBook;
import dev.headwater.server.auth.TokenRule;
import dev.headwater.server.config.AuthMode;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.hooks.Hooks;
import dev.headwater.server.metrics.AccessMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may publish and play, as a part of the node: reads and fetches keys, and does so again while the node runs. */
public final class AccessPart implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(AccessPart.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final NodeConfig config;
    private final Vertx vertx;
    private final AccessMeters metrics;
    private final AuthFiles files;
    private final Hooks hooks;
    private final GuardedAccess access;
    private final Optional<FetchedKeys> fetched;
    private final AtomicReference<AuthFiles.Texts> read = new AtomicReference<>(new AuthFiles.Texts(Map.of()));
    private final AtomicReference<String> complaint = new AtomicReference<>("");
    private volatile long timer = -1;
    private volatile long fetching = -1;

    public AccessPart(NodeRole.Surroundings surroundings) {
        config = surroundings.config();
        vertx = surroundings.vertx();
        metrics = surroundings.metrics().access;
        files = new AuthFiles(config);
        fetched = config.auth()
                .jwt()
                .jwksUrl()
                .map(url -> new FetchedKeys(vertx, config.auth().jwt(), url, metrics));
        hooks = new Hooks(vertx, config, surroundings.metrics().hooks);
        access = new GuardedAccess(vertx, config.auth(), hooks, metrics);
    }

    /** Decides from the start of this part on. */
    public Access access() {
        return access;
    }

    @Override
    public String name() {
        return "auth";
    }

    /** Fails if a file is missing or wrong: a node that nobody can use is better not there. */
    @Override
    public Future<?> start() {
        sayWhatHolds();
        return load().compose(
                        rules -> fetched.<Future<?>>map(FetchedKeys::fetch).orElseGet(Future::succeededFuture))
                .onSuccess(ready -> {
                    hooks.node("up");
                    timer = vertx.setPeriodic(LOOK.toMillis(), tick -> reload());
                    fetched.ifPresent(keys -> fetching =
                            vertx.setPeriodic(config.auth().jwt().jwksRefresh().toMillis(), tick -> keys.fetch()));
                });
    }

    private void sayWhatHolds() {
        var publish = config.auth().publish();
        if (publish.has(AuthMode.REFUSE)) {
            LOG.warn("auth.publish=refuse: nobody may publish here; auth.publish=keys would let those who have a stream"
                    + " key, auth.publish=open everybody: docs/access.md");
        } else if (publish.has(AuthMode.OPEN)) {
            LOG.warn("auth.publish=open: everybody who reaches the RTMP port may publish");
        }
        config.apps().forEach((app, own) -> {
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

    private Future<?> load() {
        return vertx.executeBlocking(() -> {
            var texts = files.read();
            var rules = rules(texts);
            read.set(texts);
            access.use(rules);
            LOG.info(
                    "auth.publish={} auth.play={} {}",
                    config.auth().publish(),
                    config.auth().play(),
                    rules);
            return rules;
        });
    }

    private RuleBook rules(AuthFiles.Texts texts) {
        return RuleBook.of(config, texts, TokenRule.of(vertx, config.auth(), texts, fetched), hooks);
    }

    private void reload() {
        vertx.executeBlocking(() -> {
                    var texts = files.read();
                    if (texts.equals(read.get())) {
                        return false;
                    }
                    access.use(rules(texts));
                    read.set(texts);
                    return true;
                })
                .onSuccess(changed -> {
                    complaint.set("");
                    if (changed) {
                        LOG.info("read again: {}", read.get());
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

    @Override
    public Future<?> drain(Duration limit) {
        hooks.node("draining");
        return Future.succeededFuture();
    }

    /** The last to stop of those whom callbacks are told of. */
    @Override
    public Future<?> stop() {
        vertx.cancelTimer(timer);
        vertx.cancelTimer(fetching);
        hooks.node("down");
        return Future.join(
                hooks.close(), fetched.<Future<?>>map(FetchedKeys::close).orElseGet(Future::succeededFuture));
    }
}
