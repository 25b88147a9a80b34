package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import dev.headwater.server.admin.Api;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.function.Function;

/**
 * The control as HTTP: paths and parameters in, JSON out. Its handlers are confined to the server's event loop.
 *
 * <p>A browser on an operator's machine shows pages of other sites, who may want to reach this port through it. A POST must say
 * that it brings JSON: such a page can send a POST, but not one of that type without asking first, which is not answered. What the
 * body has is not looked at.
 */
final class ControlApi implements Api {
    private static final String STREAMS = PATH + "streams/";
    private static final String KICK = "/kick";
    private static final String JSON = "application/json";

    private final NodesResource nodes;
    private final StreamsResource streams;
    private final ClientsResource clients;
    private final HistoryResource history;
    private final ConfigResource config;

    ControlApi(
            NodesResource nodes,
            StreamsResource streams,
            ClientsResource clients,
            HistoryResource history,
            ConfigResource config) {
        this.nodes = nodes;
        this.streams = streams;
        this.clients = clients;
        this.history = history;
        this.config = config;
    }

    @Override
    public void mount(Router router) {
        router.post(PATH + "*").handler(ControlApi::requireJson);
        get(router, "nodes", context -> nodes.list());
        get(router, "streams", context -> streams.list(new Query(context.queryParams())));
        get(router, "clients", context -> clients.list(new Query(context.queryParams())));
        get(router, "history", context -> history.list(new Query(context.queryParams())));
        get(router, "config", context -> config.show());
        post(router, "config/reload", context -> config.reload());
        post(router, "nodes/:node/drain", context -> nodes.drain(parameter(context, "node")));
        post(router, "clients/:node/:port/:number/kick", context -> clients.kick(clientId(context)));
        // an app may have slashes, so these are cut by hand
        router.getWithRegex("/api/v1/streams/.+").handler(context -> answer(context, this::showStream));
        router.postWithRegex("/api/v1/streams/.+/kick").handler(context -> answer(context, this::kickStream));
    }

    private static void get(Router router, String path, Function<RoutingContext, Future<Reply>> resource) {
        router.get(PATH + path).handler(context -> answer(context, resource));
    }

    private static void post(Router router, String path, Function<RoutingContext, Future<Reply>> resource) {
        router.post(PATH + path).handler(context -> answer(context, resource));
    }

    private static void requireJson(RoutingContext context) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(JSON)) {
            context.next();
        } else {
            send(
                    context,
                    new Reply(
                            415,
                            new JsonObject()
                                    .put("error", "a POST needs content-type: " + JSON)
                                    .put("value", Objects.requireNonNullElse(type, ""))));
        }
    }

    private static ClientId clientId(RoutingContext context) {
        return ClientId.parse(
                parameter(context, "node") + "/" + parameter(context, "port") + "/" + parameter(context, "number"));
    }

    private static String parameter(RoutingContext context, String name) {
        return Objects.requireNonNullElse(context.pathParam(name), "");
    }

    private Future<Reply> showStream(RoutingContext context) {
        return streams.show(streamKey(context, ""));
    }

    private Future<Reply> kickStream(RoutingContext context) {
        return streams.kick(streamKey(context, KICK));
    }

    private static StreamKey streamKey(RoutingContext context, String end) {
        String path = context.normalizedPath(); // of a path with dots in it, what the router went by
        return Query.parseKey(path.substring(STREAMS.length(), path.length() - end.length()));
    }

    private static void answer(RoutingContext context, Function<RoutingContext, Future<Reply>> resource) {
        var here = context.vertx().getOrCreateContext();
        reply(context, resource)
                .onComplete((reply, cause) -> here.runOnContext(nothing -> {
                    if (cause == null) {
                        send(context, reply);
                    } else {
                        context.fail(cause);
                    }
                }));
    }

    private static Future<Reply> reply(RoutingContext context, Function<RoutingContext, Future<Reply>> resource) {
        try {
            return resource.apply(context);
        } catch (MessageException e) {
            return Reply.malformed(e).asFuture();
        }
    }

    private static void send(RoutingContext context, Reply reply) {
        context.response()
                .setStatusCode(reply.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(reply.body().encode())
                .onComplete((sent, cause) -> reply.afterwards().run());
    }
}
