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
import dev.headwater.server.config.AuthMode;
import dev.headwater.server.config.HooksConfig;
import dev.headwater.server.config.NodeConfig;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All callbacks as they stand at one time. Immutable; replaced as a whole. */
public final class HookBook implements Callbacks {
    private final Hooks hooks;
    private final NodeConfig config;
    private final AppHooks common;
    private final Map<String, AppHooks> byApp;
    private final HookTargets ofNode;

    /** @param hooks whose this is */
    HookBook(Hooks hooks, NodeConfig config, AppHooks common, Map<String, AppHooks> byApp, HookTargets ofNode) {
        this.hooks = hooks;
        this.config = config;
        this.common = common;
        this.byApp = Map.copyOf(byApp);
        this.ofNode = ofNode;
    }

    HooksConfig config() {
        return config.hooks();
    }

    /** Those of all apps that have none of their own. */
    AppHooks common() {
        return common;
    }

    /** Its own; empty if it has none. */
    Optional<AppHooks> own(String app) {
        return Optional.ofNullable(byApp.get(app));
    }

    AppHooks of(String app) {
        return byApp.getOrDefault(app, common);
    }

    HookTargets ofNode() {
        return ofNode;
    }

    /** Every URL of every app. */
    Stream<HookTarget> targets() {
        return Stream.concat(
                        Stream.of(ofNode, common.targets()),
                        byApp.values().stream().map(AppHooks::targets))
                .flatMap(targets -> targets.all().stream());
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
        return hooks.began(
                attempt, name, epoch, visitor, isAsked(attempt.asked().app(), attempt.action()));
    }

    @Override
    public void glanced(Attempt attempt, StreamKey name) {
        if (isAsked(attempt.asked().app(), attempt.action())) {
            hooks.began(attempt, name, 0, Onlooker.INSTANCE, true).over("LOOKED");
        }
    }

    /** Who only looks, on whatever thread. */
    private enum Onlooker implements Visitor {
        INSTANCE;

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void dismiss() {
            // is gone already
        }
    }

    /** Whether callbacks decide, so that they know of it already. */
    private boolean isAsked(String app, Action action) {
        AppAuthConfig auth = Optional.ofNullable(config.apps().get(app))
                .<AppAuthConfig>map(AppConfig::auth)
                .orElseGet(config::auth);
        return switch (action) {
            case PUBLISH -> auth.publish().has(AuthMode.HOOK);
            case PLAY -> auth.play().has(AuthMode.HOOK);
        };
    }
}
