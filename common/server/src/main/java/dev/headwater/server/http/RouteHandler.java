package dev.headwater.server.http;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.metrics.RejectionLog;
import dev.headwater.server.metrics.RouteMeters;
import dev.headwater.server.net.PeerAddress;
import dev.headwater.server.net.QueryText;
import dev.headwater.server.route.Endpoint;
import dev.headwater.server.route.Route;
import dev.headwater.server.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /route/{app}/{stream}} with the best edge: as JSON, or as a redirect for who asks for one
 * ({@code ?redirect}) or takes no JSON. Who may not play a stream does not hear of it, not even whether it is live. The same
 * for SRS ({@link SrsClusters}). Thread-safe.
 */
public final class RouteHandler implements MediaRoutes, Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(RouteHandler.class);

    static final String PATH = "/route/";

    /** Behind the best one. */
    private static final int MAX_ALTERNATIVES = 7;

    private static final String ZONE = "zone";
    private static final String REDIRECT = "redirect";
    private static final String URLS = "urls";

    private final Routes routes;
    private final Access access;
    private final BiPredicate<String, Endpoint> ways;
    private final RouteMeters metrics;

    /** @param ways in which an app is played, as this node is configured */
    public RouteHandler(Routes routes, Access access, BiPredicate<String, Endpoint> ways, RouteMeters metrics) {
        this.routes = routes;
        this.access = access;
        this.ways = ways;
        this.metrics = metrics;
    }

    @Override
    public void mount(Router router) {
        router.route(PATH + "*").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this);
        router.get(SrsClusters.PATH).handler(new SrsClusters(routes, access));
    }

    @Override
    public void handle(RoutingContext context) {
        StreamKey key;
        try {
            // as the client wrote it: what Vert.x makes of a path, StreamKey does itself
            key = StreamKey.parse(
                    "",
                    Objects.requireNonNullElse(context.request().path(), PATH).substring(PATH.length()));
        } catch (IllegalArgumentException e) {
            metrics.malformed.increment();
            Answers.error(context, 400, String.valueOf(e.getMessage()));
            return;
        }
        String wish = context.request().getParam(REDIRECT, "");
        var usual = context.request().isSSL() ? Endpoint.RTMPS : Endpoint.RTMP;
        Optional<Endpoint> endpoint = wish.isEmpty() ? Optional.of(usual) : Endpoint.named(wish);
        if (endpoint.isEmpty()) {
            metrics.malformed.increment();
            Answers.error(context, 400, "redirect is to one of " + endpoints());
            return;
        }
        boolean redirect = context.request().params().contains(REDIRECT) || !takesJson(context);
        var here = context.vertx().getOrCreateContext();
        access.probe(HttpAttempt.of(Action.PLAY, context.request(), key))
                .compose(verdict -> switch (verdict) {
                    case Verdict.Allowed(StreamKey name) ->
                        routes.find(name, context.request().getParam(ZONE, ""));
                    case Verdict.Denied denied -> {
                        RejectionLog.warn(
                                LOG,
                                "refused route peer={} app={}: {}: {}",
                                PeerAddress.text(context.request().remoteAddress()),
                                key.app(),
                                denied.denial(),
                                denied.explanation());
                        yield Future.succeededFuture(new Route.Closed());
                    }
                })
                .onSuccess(route -> here.runOnContext(nothing -> answer(context, key, route, endpoint.get(), redirect)))
                .onFailure(cause -> here.runOnContext(nothing -> context.fail(cause)));
    }

    /** @param asked for the answer: the edge asks again under which name, which is nobody else's business */
    private void answer(RoutingContext context, StreamKey asked, Route route, Endpoint endpoint, boolean redirect) {
        switch (route) {
            case Route.Edges found -> {
                if (redirect) {
                    redirect(context, asked, found, endpoint);
                } else {
                    tell(context, asked, found);
                }
            }
            case Route.Closed() -> {
                metrics.denied.increment();
                Answers.error(context, 403, "not allowed");
            }
            case Route.Unknown() -> {
                metrics.unknown.increment();
                Answers.error(context, 404, "no such stream");
            }
            case Route.NoEdge(String reason) -> unavailable(context, reason);
        }
    }

    private void redirect(RoutingContext context, StreamKey asked, Route.Edges found, Endpoint endpoint) {
        if (!ways.test(asked.app(), endpoint)) {
            metrics.unknown.increment();
            Answers.error(context, 404, "no such resource");
            return;
        }
        boolean withinTls = context.request().isSSL(); // then so is the answer: what follows the ? is secret
        found.edges().stream()
                .filter(edge -> endpoint.isAt(edge, withinTls))
                .findFirst()
                .ifPresentOrElse(
                        edge -> {
                            metrics.redirected.increment();
                            Answers.found(context, endpoint.url(edge, asked, withinTls) + query(context));
                        },
                        () -> unavailable(
                                context,
                                "no edge takes players by " + endpoint.wireName()
                                        + (withinTls ? " within TLS now" : " now")));
    }

    private void tell(RoutingContext context, StreamKey asked, Route.Edges found) {
        boolean withinTls = context.request().isSSL();
        var playable = found.edges().stream()
                .map(edge -> json(edge, asked, found.key(), withinTls))
                .filter(edge -> !edge.getJsonObject(URLS).isEmpty())
                .limit(1 + MAX_ALTERNATIVES)
                .toList();
        if (playable.isEmpty()) {
            unavailable(context, "no edge takes players within TLS now");
            return;
        }
        metrics.found.increment();
        var answer = new JsonObject()
                .put("app", asked.app())
                .put("name", asked.name())
                .put("zone", found.zone())
                .put("edge", playable.getFirst())
                .put("alternatives", new JsonArray(playable.subList(1, playable.size())));
        Answers.json(context, 200, answer);
    }

    private void unavailable(RoutingContext context, String reason) {
        metrics.unavailable.increment();
        Answers.unavailable(context, reason);
    }

    private JsonObject json(NodeRecord edge, StreamKey asked, StreamKey name, boolean withinTls) {
        var urls = new JsonObject();
        for (Endpoint endpoint : Endpoint.values()) {
            if (ways.test(asked.app(), endpoint) && endpoint.isAt(edge, withinTls)) {
                urls.put(endpoint.wireName(), endpoint.url(edge, asked, withinTls));
            }
        }
        return new JsonObject()
                .put("node", edge.nodeId())
                .put("zone", edge.zone())
                .put("load", edge.load())
                .put("has_stream", edge.streams().mayHave(name))
                .put(URLS, urls);
    }

    /** Who says nothing takes anything. */
    private static boolean takesJson(RoutingContext context) {
        List<MIMEHeader> accepted = context.parsedHeaders().accept();
        return accepted.isEmpty()
                || accepted.stream()
                        .anyMatch(type ->
                                isOneOf(type.component(), "application") && isOneOf(type.subComponent(), "json"));
    }

    private static boolean isOneOf(String accepted, String ours) {
        return accepted.equals("*") || accepted.equalsIgnoreCase(ours);
    }

    /** What is not for us is for the edge, such as a token. */
    private static String query(RoutingContext context) {
        String query = context.request().query();
        if (query == null) {
            return "";
        }
        String rest = QueryText.of(query)
                .only(part -> !part.name().equals(ZONE) && !part.name().equals(REDIRECT))
                .text();
        return rest.isEmpty() ? "" : "?" + rest;
    }

    private static String endpoints() {
        return Arrays.stream(Endpoint.values()).map(Endpoint::wireName).collect(Collectors.joining(", "));
    }
}
