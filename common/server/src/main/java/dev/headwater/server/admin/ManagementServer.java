package dev.headwater.server.admin;

import dev.headwater.server.auth.AddressBuckets;
import dev.headwater.server.config.TokenEntry;
import dev.headwater.server.net.RequestGate;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the management port. Confined to its event loop but for {@link #port}. Deploy one instance. */
public final class ManagementServer extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
    private static final String JSON = "application/json";
    private static final int IDLE_SECONDS = 60;

    /** For whoever reaches the port, and so are the dashboard and the {@link ApiPage}, which have nothing to tell by themselves. */
    private static final Set<String> OPEN = Set.of("/healthz", "/readyz", "/startupz", "/metrics");

    private final String host;
    private final int configuredPort;
    private final ApiGuard guard;
    private final HealthChecks health;
    private final Metrics metrics;
    private final Api api;
    private volatile int port;

    /** The metrics page. {@code scrape} may take milliseconds and is called on a worker. */
    public record Metrics(String contentType, Supplier<String> scrape) {}

    /**
     * Who may use what is neither health nor metrics. One for all ports of a node: who guesses at one guesses at all.
     *
     * @param tokens asked for each request; with one set, whoever brings one; with none, whoever is on this machine
     * @param names by which he must call the node where there are no tokens
     * @param refused told the status of each refusal
     * @param guesses how many wrong tokens an address may bring
     */
    public record Access(
            Supplier<List<TokenEntry>> tokens, HostNames names, IntConsumer refused, AddressBuckets guesses) {
        public Access(Supplier<List<TokenEntry>> tokens, HostNames names, IntConsumer refused) {
            this(tokens, names, refused, ApiGuard.guesses(System::nanoTime));
        }
    }

    /** @param port 0 for any free one */
    public ManagementServer(String host, int port, Access access, HealthChecks health, Metrics metrics, Api api) {
        this.host = host;
        this.configuredPort = port;
        this.guard = new ApiGuard(access);
        this.health = health;
        this.metrics = metrics;
        this.api = api;
    }

    /** The port in use; 0 before the start. Any thread. */
    public int port() {
        return port;
    }

    @Override
    public Future<?> start() {
        var options = new HttpServerOptions().setTcpNoDelay(true).setIdleTimeout(IDLE_SECONDS);
        return vertx.createHttpServer(options)
                .connectionHandler(RequestGate::pass)
                .requestHandler(router())
                .listen(configuredPort, host)
                .onSuccess(server -> port = server.actualPort());
    }

    private Router router() {
        var router = Router.router(vertx);
        router.route().handler(this::guard);
        router.get("/healthz").handler(context -> report(context, health.live()));
        router.get("/readyz").handler(context -> report(context, health.ready()));
        router.get("/startupz").handler(context -> report(context, health.started()));
        router.get("/metrics").handler(this::metrics);
        Dashboard.mount(router);
        ApiPage.mount(router);
        api.mount(router);
        router.route().failureHandler(context -> answerError(context, context.statusCode(), "failed"));
        router.errorHandler(404, context -> answerError(context, 404, "no such resource"));
        router.errorHandler(405, context -> answerError(context, 405, "this method is not served here"));
        return router;
    }

    private void guard(RoutingContext context) {
        String path = context.normalizedPath();
        if (OPEN.contains(path) || Dashboard.has(path) || ApiPage.has(path)) {
            context.next();
        } else {
            guard.handle(context);
        }
    }

    private static void report(RoutingContext context, List<HealthCheck> checks) {
        HealthReport.of(checks).onSuccess(report -> answer(context, report.well() ? 200 : 503, report.json()));
    }

    private void metrics(RoutingContext context) {
        vertx.executeBlocking(metrics.scrape()::get)
                .onSuccess(text -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, metrics.contentType())
                        .end(text))
                .onFailure(context::fail);
    }

    private static void answerError(RoutingContext context, int status, String problem) {
        if (context.failure() != null) {
            LOG.error(
                    "{} {} failed",
                    context.request().method(),
                    context.request().path(),
                    context.failure());
        }
        answer(context, status < 0 ? 500 : status, new JsonObject().put("error", problem));
    }

    private static void answer(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .end(body.encode());
    }
}
