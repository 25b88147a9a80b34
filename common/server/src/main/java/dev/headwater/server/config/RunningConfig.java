package dev.headwater.server.config;

import dev.headwater.server.config.ConfigSources.Reread;
import dev.headwater.server.config.Configuration.Change;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration that holds on a node, and how it changes while the node runs: every key's value may, but for those that say so
 * ({@link NeedsRestart}). Thread-safe.
 */
public final class RunningConfig {
    private static final Logger LOG = LoggerFactory.getLogger(RunningConfig.class);

    private final Optional<ConfigSources> sources;
    private final List<ConfigFollower> followers = new CopyOnWriteArrayList<>();
    /** Reloads take turns. */
    private final AtomicReference<Future<?>> last = new AtomicReference<>(Future.succeededFuture());

    private volatile Configuration configuration;

    private RunningConfig(Optional<ConfigSources> sources, Configuration configuration) {
        this.sources = sources;
        this.configuration = configuration;
    }

    /**
     * Reads the sources, and blocks.
     *
     * @throws ConfigException as {@link ConfigSources#read}
     */
    public static RunningConfig of(ConfigSources sources) {
        return new RunningConfig(Optional.of(sources), sources.read());
    }

    /** One that never changes. */
    public static RunningConfig fixed(NodeConfig config) {
        return new RunningConfig(Optional.empty(), new Configuration(config, new TreeMap<>()));
    }

    /** What a reload has done: what changed, and what would by a restart. */
    public record Reloaded(List<Change> changed, List<Change> needRestart) {}

    /** What holds now. Ask again rather than keep it. */
    public NodeConfig now() {
        return configuration.node();
    }

    /** The same, value by value; none of a configuration that never changes. */
    public Collection<Setting> settings() {
        return configuration.settings();
    }

    /** What is made of the configuration: one as long as that holds, then another. For hot paths. */
    @SuppressWarnings("ReferenceEquality") // for hot paths
    public <T> Supplier<T> derived(Function<NodeConfig, T> make) {
        record Made<T>(Configuration of, T value) {}
        var latest = new AtomicReference<Made<T>>();
        return () -> {
            var config = configuration;
            var made = latest.get();
            if (made == null || made.of() != config) {
                made = new Made<>(config, make.apply(config.node()));
                latest.set(made);
            }
            return made.value();
        };
    }

    /** The same of a part of it, for what remembers: another one only when that part is another. */
    public <P, T> Supplier<T> derived(Function<NodeConfig, P> part, Function<P, T> make) {
        record Made<P, T>(P of, T value) {}
        var latest = new AtomicReference<@Nullable Made<P, T>>();
        return derived(config -> {
            var wanted = part.apply(config);
            return Objects.requireNonNull(latest.updateAndGet(made ->
                            made != null && made.of().equals(wanted) ? made : new Made<>(wanted, make.apply(wanted))))
                    .value();
        });
    }

    /** The follower is asked at every reload from now on. */
    public void follow(ConfigFollower follower) {
        followers.add(follower);
    }

    /**
     * Reads the sources again and makes them hold, once those before have ended. Fails with {@link ConfigException} if they
     * cannot be read or somebody cannot live by them: then nothing has changed. The log tells either.
     */
    public Future<Reloaded> reload(Vertx vertx) {
        Promise<Reloaded> mine = Promise.promise();
        last.getAndSet(mine.future())
                .onComplete(before -> reloadNow(vertx)
                        .onSuccess(RunningConfig::tell)
                        .onFailure(cause -> LOG.warn(
                                "configuration not changed, the one from before holds: {}", cause.getMessage()))
                        .onComplete(mine));
        return mine.future();
    }

    private Future<Reloaded> reloadNow(Vertx vertx) {
        if (sources.isEmpty()) {
            return Future.failedFuture(new ConfigException("this node has no sources of configuration to read again"));
        }
        Promise<Reread> reread = Promise.promise();
        return vertx.executeBlocking(() -> reread.tryComplete(sources.get().readAgain(configuration)), false)
                .compose(done -> reread.future())
                .compose(this::use)
                .recover(cause -> Future.failedFuture(asConfigException(cause)));
    }

    private static ConfigException asConfigException(Throwable cause) {
        return cause instanceof ConfigException known ? known : new ConfigException(String.valueOf(cause.getMessage()));
    }

    private Future<Reloaded> use(Reread reread) {
        var next = reread.next();
        var prepared = new ArrayList<Future<Runnable>>();
        for (var follower : followers) {
            prepared.add(prepare(follower, next.node()));
        }
        return Future.all(prepared).map(ready -> {
            configuration = next;
            prepared.forEach(each -> each.result().run());
            return new Reloaded(reread.changed(), reread.needRestart());
        });
    }

    private static Future<Runnable> prepare(ConfigFollower follower, NodeConfig next) {
        try {
            return follower.prepare(next);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static void tell(Reloaded reloaded) {
        LOG.info("configuration read again: {}", reloaded.changed().isEmpty() ? "no change" : text(reloaded.changed()));
        if (!reloaded.needRestart().isEmpty()) {
            LOG.warn("these change only by a restart: {}", text(reloaded.needRestart()));
        }
    }

    private static String text(List<Change> changes) {
        return changes.stream().map(Change::toString).collect(Collectors.joining("; "));
    }
}
