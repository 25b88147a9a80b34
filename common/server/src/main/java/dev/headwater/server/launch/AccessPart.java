package dev.headwater.server.launch;

import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.AuthFiles;
import dev.headwater.server.auth.GuardedAccess;
import dev.headwater.server.auth.RuleBook;
import dev.headwater.server.config.AuthMode;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.metrics.AccessMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may publish and play, as a part of the node: reads the files of keys, and reads them again while the node runs. */
public final class AccessPart implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(AccessPart.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final NodeConfig config;
    private final Vertx vertx;
    private final AccessMeters metrics;
    private final AuthFiles files;
    private final GuardedAccess access;
    private final AtomicReference<AuthFiles.Texts> read = new AtomicReference<>(new AuthFiles.Texts(Map.of()));
    private final AtomicReference<String> complaint = new AtomicReference<>("");
    private volatile long timer = -1;

    public AccessPart(NodeRole.Surroundings surroundings) {
        config = surroundings.config();
        vertx = surroundings.vertx();
        metrics = surroundings.metrics().access;
        files = new AuthFiles(config);
        access = new GuardedAccess(vertx, config.auth(), metrics);
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
        return load().onSuccess(rules -> timer = vertx.setPeriodic(LOOK.toMillis(), tick -> reload()));
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
            var rules = RuleBook.of(config, texts);
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

    private void reload() {
        vertx.executeBlocking(() -> {
                    var texts = files.read();
                    if (texts.equals(read.get())) {
                        return false;
                    }
                    access.use(RuleBook.of(config, texts));
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
    public Future<?> stop() {
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }
}
