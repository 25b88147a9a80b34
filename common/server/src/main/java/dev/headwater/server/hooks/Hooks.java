package dev.headwater.server.hooks;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Arrival;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Callbacks;
import dev.headwater.server.auth.Visit;
import dev.headwater.server.auth.Visitor;
import dev.headwater.server.config.AppAuthConfig;
import dev.headwater.server.config.AppConfig;
import dev.headwater.server.config.AppHooksConfig;
import dev.headwater.server.config.AuthMode;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.hooks.HookCall.OfNode;
import dev.headwater.server.metrics.HookMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All callbacks of a node. Thread-safe. */
public final class Hooks implements Callbacks {
    private final Vertx vertx;
    private final NodeConfig config;
    private final RunningConfig running;
    private final HookMeters metrics;
    private final WantedPushes pushes;
    private final AppHooks common;
    private final Map<String, AppHooks> byApp;
    private final HookTargets ofNode;

    /** @param running whose {@code hooks} count as they are now, until a restart */
    public Hooks(Vertx vertx, RunningConfig running, Pushes pushes, HookMeters metrics) {
        this.vertx = vertx;
        this.running = running;
        config = running.now();
        this.metrics = metrics;
        this.pushes = new WantedPushes(
                new SafeAddresses(vertx), pushes, config.hooks().maxWaiting());
        common = hooks("all apps", config.hooks());
        var own = new HashMap<String, AppHooks>();
        config.apps().forEach((app, settings) -> own.put(app, hooks("app=" + app, settings.hooks())));
        byApp = Map.copyOf(own);
        ofNode = targets(
                "the node",
                Map.of(HookEvent.NODE, config.hooks().onNode().orElse(List.of())),
                config.hooks(),
                new NativeDialect(config.node().name()));
    }

    private AppHooks hooks(String owner, AppHooksConfig app) {
        var urls = new EnumMap<HookEvent, List<URI>>(HookEvent.class);
        urls.put(HookEvent.CONNECT, app.onConnect().orElse(List.of()));
        urls.put(HookEvent.PUBLISH, app.onPublish().orElse(List.of()));
        urls.put(HookEvent.UNPUBLISH, app.onUnpublish().orElse(List.of()));
        urls.put(HookEvent.PLAY, app.onPlay().orElse(List.of()));
        urls.put(HookEvent.STOP, app.onStop().orElse(List.of()));
        urls.put(HookEvent.UPDATE, app.onUpdate().orElse(List.of()));
        var targets = targets(owner, urls, app, Dialect.of(app, config.node().name()));
        return new AppHooks(app, config.hooks().maxCached(), targets, pushes, metrics);
    }

    private HookTargets targets(String owner, Map<HookEvent, List<URI>> urls, AppHooksConfig app, Dialect dialect) {
        return new HookTargets(vertx, owner, urls, dialect, app.secret(), config.hooks(), metrics);
    }

    private AppHooks of(String app) {
        return byApp.getOrDefault(app, common);
    }

    @Override
    public Future<Opinion> of(Attempt attempt) {
        return of(attempt.asked().app()).decide(attempt);
    }

    @Override
    public Future<Opinion> greet(Arrival arrival) {
        return of(arrival.app()).greet(arrival);
    }

    @Override
    public boolean greets(String app) {
        return !of(app).targets().of(HookEvent.CONNECT).isEmpty();
    }

    @Override
    public boolean mayRename(String app) {
        return isAsked(app, Action.PUBLISH) && of(app).targets().dialect().mayRename();
    }

    @Override
    public Visit began(Attempt attempt, StreamKey name, long epoch, Visitor visitor) {
        String app = attempt.asked().app();
        var stay = Stay.begin(vertx, of(app), attempt, name, epoch, visitor, isAsked(app, attempt.action()));
        return pushes.begin(attempt, name)
                .<Visit>map(push -> reason -> {
                    push.end();
                    stay.over(reason);
                })
                .orElse(stay);
    }

    /** Whether callbacks decide, so that they know of it already. */
    private boolean isAsked(String app, Action action) {
        var now = running.now();
        AppAuthConfig auth = Optional.ofNullable(now.apps().get(app))
                .<AppAuthConfig>map(AppConfig::auth)
                .orElseGet(now::auth);
        return switch (action) {
            case PUBLISH -> auth.publish().has(AuthMode.HOOK);
            case PLAY -> auth.play().has(AuthMode.HOOK);
        };
    }

    /** This node is now {@code up}, {@code draining} or {@code down}. */
    public void node(String state) {
        ofNode.tell(HookCall.of(HookEvent.NODE, new OfNode(state)));
    }

    /** Tells what is still to be told, as long as one call may take. Never fails. */
    public Future<?> close() {
        var all = Stream.concat(
                Stream.of(ofNode, common.targets()), byApp.values().stream().map(AppHooks::targets));
        return Future.join(
                all.map(targets -> targets.close(config.hooks().timeout())).toList());
    }
}
