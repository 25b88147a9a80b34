package dev.headwater.server.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.AuthFiles;
import dev.headwater.server.auth.Client;
import dev.headwater.server.auth.ConnectRequest;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.GuardedAccess;
import dev.headwater.server.auth.RuleBook;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.CallbackServer.Response;
import dev.headwater.testkit.LogCapture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The decisions of a node with callbacks, without its ports. */
final class HookRig implements AutoCloseable {
    static final Response YES = Response.of(200, "{\"allow\":true}");

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final List<String> pushed = new CopyOnWriteArrayList<>();
    final List<String> pulled = new CopyOnWriteArrayList<>();
    volatile boolean mayPull = true;
    final LogCapture log = LogCapture.of("dev.headwater");
    final Hooks hooks;
    final GuardedAccess access;
    private final Vertx vertx = Vertx.vertx();

    /** Publishing is by callbacks unless {@code settings} say otherwise. */
    HookRig(String... settings) {
        var config = config(settings);
        var metrics = new NodeMetrics(registry, new NodeMetrics.NodeTags("test", "", "test", "0"));
        hooks = new Hooks(
                vertx,
                config,
                (stream, to) -> {
                    pushed.add(stream + " to " + to.tcUrl() + "/" + to.name());
                    return () -> pushed.add("end");
                },
                (stream, from) -> mayPull && pulled.add(stream + " from " + from.text()),
                metrics.hooks);
        access = new GuardedAccess(vertx, config.auth(), metrics.access);
        use(hooks.prepare(config), config);
    }

    private static NodeConfig config(String... settings) {
        var all = new ArrayList<>(List.of(
                "node.name=here",
                "auth.publish=hook",
                "auth.refusal-delay=0s",
                "auth.guess-burst=0",
                "hooks.timeout=10s"));
        all.addAll(List.of(settings));
        return ConfigLoader.of(all.toArray(String[]::new));
    }

    /** As a reload does. */
    void reload(String... settings) {
        var config = config(settings);
        use(hooks.prepare(config), config);
    }

    private void use(HookBook book, NodeConfig config) {
        hooks.use(book);
        access.use(RuleBook.of(config, new AuthFiles.Texts(Map.of()), Optional.empty(), book));
    }

    static Client client() {
        return client(Trace.NONE);
    }

    static Client client(Trace trace) {
        return new Client(
                InetAddress.ofLiteral("192.0.2.1"),
                "77",
                "",
                "c=1",
                "rtmp://h/live?c=1",
                "http://page",
                "http://swf",
                "FMLE/3.0",
                trace);
    }

    static Attempt attempt(Action action, String app, String name, String query) {
        return new Attempt(action, new StreamKey(app, name), query, client());
    }

    static ConnectRequest request(String app) {
        return new ConnectRequest(app, client(), true);
    }

    Verdict decide(Action action, String app, String name) {
        return access.authorise(attempt(action, app, name, "token=hidden")).await();
    }

    Verdict publish(String name) {
        return decide(Action.PUBLISH, "live", name);
    }

    Verdict play(String name) {
        return decide(Action.PLAY, "live", name);
    }

    long calls(HookEvent event, HookOutcome outcome) {
        var timer = registry.find("headwater.hook.calls")
                .tags("event", event.word(), "outcome", outcome.name().toLowerCase(Locale.ROOT))
                .timer();
        return timer == null ? 0 : timer.count();
    }

    double denied(String action, String reason) {
        return registry.get("headwater.access.denied")
                .tags("action", action, "reason", reason)
                .counter()
                .count();
    }

    @Override
    public void close() {
        hooks.close().await();
        vertx.close().await();
        log.close();
    }

    static Verdict.Denied assertDenied(Denial denial, Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Denied.class);
        assertThat(((Verdict.Denied) verdict).denial()).isEqualTo(denial);
        return (Verdict.Denied) verdict;
    }

    static void assertAllowed(String name, Verdict verdict) {
        assertThat(verdict).isEqualTo(new Verdict.Allowed(new StreamKey("live", name)));
    }
}
