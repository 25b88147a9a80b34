package dev.headwater.server.hooks;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.ActiveUse;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Callbacks;
import dev.headwater.server.auth.ConnectRequest;
import dev.headwater.server.auth.UseListener;
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

    NodeConfig node() {
        return config;
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
    public Future<Opinion> authoriseConnect(ConnectRequest request) {
        return of(request.app()).authoriseConnect(request);
    }

    @Override
    public boolean authorisesConnect(String app, boolean byHttp) {
        var asked = of(app).targets();
        return !asked.of(HookEvent.CONNECT).isEmpty()
                && (!byHttp || asked.dialect().hasConnectsByHttp());
    }

    @Override
    public void disconnected(ConnectRequest request, long receivedBytes, long sentBytes) {
        hooks.disconnected(request, receivedBytes, sentBytes);
    }

    @Override
    public boolean mayRename(String app) {
        AppAuthConfig auth = Optional.ofNullable(config.apps().get(app))
                .<AppAuthConfig>map(AppConfig::auth)
                .orElseGet(config::auth);
        return auth.publish().has(AuthMode.HOOK) && of(app).targets().dialect().mayRename();
    }

    @Override
    public UseListener began(Attempt attempt, StreamKey name, long epoch, ActiveUse use) {
        return hooks.began(attempt, name, epoch, use);
    }

    @Override
    public void abandoned(Attempt attempt, StreamKey name, String reason) {
        hooks.abandoned(attempt, name, reason);
    }
}
