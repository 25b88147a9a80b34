package dev.headwater.server.control;

import static java.util.Map.entry;

import dev.headwater.media.StreamKey;
import dev.headwater.server.admin.Api;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The control as HTTP: the operations of the {@link Contract}, each with what answers it. Its handlers are confined to the server's
 * event loop.
 *
 * <p>A browser on an operator's machine shows pages of other sites, who may want to reach this port through it. Whatever changes
 * something must say that it brings JSON: such a page can send a POST, but not one of that type without asking first, which is
 * not answered.
 */
final class ControlApi implements Api {
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String JSON = "application/json";

    /** Nobody has more to say. */
    private static final long MAX_BODY_BYTES = 64 << 10;

    private final Map<String, Function<RoutingContext, Future<Reply>>> answers;

    ControlApi(
            NodesResource nodes,
            AppsResource apps,
            StreamsResource streams,
            ClientsResource clients,
            EventsResource events,
            HistoryResource history,
            ConfigResource config,
            LogLevelsResource levels,
            RelaysResource relays) {
        answers = Map.ofEntries(
                entry("listNodes", context -> nodes.list()),
                entry("drainNode", context -> nodes.drain(inPath(context, "node"))),
                entry("listApps", context -> apps.list(new Query(context.queryParams()))),
                entry("listStreams", context -> streams.list(new Query(context.queryParams()))),
                entry("showStream", context -> streams.show(stream(context))),
                entry("showStreamPicture", context -> streams.picture(stream(context))),
                entry("kickStream", context -> streams.kick(stream(context))),
                entry("listHistory", context -> history.list(new Query(context.queryParams()))),
                entry("showConfig", context -> config.show()),
                entry("reloadConfig", context -> config.reload()),
                entry("reloadNode", context -> config.reload(inPath(context, "node"))),
                entry("showStreamEvents", context -> events.ofStream(stream(context))),
                entry("listClients", context -> clients.list(new Query(context.queryParams()))),
                entry("showClientEvents", context -> events.ofClient(client(context))),
                entry("kickClient", context -> clients.kick(client(context))),
                entry("listRelays", context -> relays.list(new Query(context.queryParams()))),
                entry("addRelay", context -> relays.add(body(context))),
                entry("removeRelay", context -> relays.remove(inPath(context, "relay"))),
                entry("listLogLevels", context -> levels.list(node(context))),
                entry("setLogLevel", context -> setLogLevel(levels, context)));
    }

    /** By their names in the contract. */
    Set<String> operations() {
        return answers.keySet();
    }

    @Override
    public void mount(Router router) {
        router.route(PATH + "*").handler(ControlApi::requireJson);
        router.route(PATH + "*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        for (Operation operation : Contract.operations()) {
            var answering = Objects.requireNonNull(answers.get(operation.id()), operation.id());
            router.route(operation.method(), operation.path())
                    .handler(context -> answer(context, operation, answering));
        }
    }

    private static void requireJson(RoutingContext context) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (READING.contains(context.request().method())
                || (type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(JSON))) {
            context.next();
        } else {
            send(
                    context,
                    new Reply(
                            415,
                            new JsonObject()
                                    .put(
                                            "error",
                                            "a %s needs content-type: %s"
                                                    .formatted(context.request().method(), JSON))
                                    .put("value", Objects.requireNonNullElse(type, ""))));
        }
    }

    /** Decoded: an app has its slashes again. */
    private static String inPath(RoutingContext context, String name) {
        return Objects.requireNonNull(context.pathParam(name), name);
    }

    private static StreamKey stream(RoutingContext context) {
        return Query.parseKey(inPath(context, "app") + "/" + inPath(context, "name"));
    }

    private static ClientId client(RoutingContext context) {
        return ClientId.parse(inPath(context, "node") + "/" + inPath(context, "number"));
    }

    private static Optional<String> node(RoutingContext context) {
        return new Query(context.queryParams()).text("node");
    }

    /** The contract has required it. */
    private static JsonObject body(RoutingContext context) {
        return Objects.requireNonNull(context.body().asJsonObject(), "a body");
    }

    private static Future<Reply> setLogLevel(LogLevelsResource levels, RoutingContext context) {
        var body = body(context);
        return levels.set(
                node(context),
                inPath(context, "logger"),
                body.getString("level"),
                Optional.ofNullable(body.getLong("seconds")).map(Duration::ofSeconds));
    }

    private static void answer(
            RoutingContext context, Operation operation, Function<RoutingContext, Future<Reply>> answering) {
        var here = context.vertx().getOrCreateContext();
        reply(context, operation, answering)
                .onComplete((reply, cause) -> here.runOnContext(nothing -> {
                    if (cause == null) {
                        send(context, reply);
                    } else {
                        context.fail(cause);
                    }
                }));
    }

    private static Future<Reply> reply(
            RoutingContext context, Operation operation, Function<RoutingContext, Future<Reply>> answering) {
        try {
            operation.check(context);
            return answering.apply(context);
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
