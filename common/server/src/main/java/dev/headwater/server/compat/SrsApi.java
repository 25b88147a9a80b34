package dev.headwater.server.compat;

import dev.headwater.server.admin.Api;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The API of SRS. As there, an answer has a {@code code}, 0 if all is well, and the status 200 whatever the code, but for a cluster that
 * does not answer. Handlers are confined to the server's event loop.
 */
final class SrsApi implements Api {
    private static final String PREFIX = "/srs/api/v1/";

    /** Where SRS has them; what our own API does not have there is served there, too. */
    private static final String PLAIN = Api.PATH;

    /** Codes of SRS's own. */
    private static final int VHOST_NOT_FOUND = 2014;

    private static final int STREAM_NOT_FOUND = 2048;
    private static final int CLIENT_NOT_FOUND = 2049;

    /** Of a list, unless {@code count} says more. */
    private static final int LEAST_COUNT = 10;

    private final Census census;
    private final Machine machine;
    private final String nodeId;

    SrsApi(Census census, Machine machine, String nodeId) {
        this.census = census;
        this.machine = machine;
        this.nodeId = nodeId;
    }

    @Override
    public void mount(Router router) {
        for (String prefix : List.of(PREFIX, PLAIN)) {
            get(router, prefix + "versions", context -> Future.succeededFuture(ok().put("data", machine.version())));
            get(
                    router,
                    prefix + "summaries",
                    context -> context.vertx().executeBlocking(() -> ok().put("data", machine.summary(Instant.now()))));
            lists(router, prefix + "vhosts", "vhost", this::vhosts, VHOST_NOT_FOUND);
        }
        lists(router, PREFIX + "streams", "stream", this::streams, STREAM_NOT_FOUND);
        lists(router, PREFIX + "clients", "client", this::clients, CLIENT_NOT_FOUND);
        router.delete(PREFIX + "clients/*")
                .handler(context -> answer(
                        context,
                        census.kick(id(context, PREFIX + "clients"))
                                .map(kicked -> kicked ? ok() : answer(CLIENT_NOT_FOUND))));
    }

    private void get(Router router, String path, Function<RoutingContext, Future<JsonObject>> resource) {
        router.get(path).handler(context -> answer(context, resource.apply(context)));
    }

    /** The list, and each of its items by its id. */
    private void lists(
            Router router, String path, String item, Function<Instant, Future<List<JsonObject>>> items, int notFound) {
        String list = item + "s";
        get(router, path, context -> items.apply(Instant.now()).map(all -> ok().put(list, page(context, all))));
        get(
                router,
                path + "/*",
                context -> items.apply(Instant.now())
                        .map(all -> all.stream()
                                .filter(one -> one.getString("id").equals(id(context, path)))
                                .findFirst()
                                .map(found -> ok().put(item, found))
                                .orElseGet(() -> answer(notFound))));
    }

    private Future<List<JsonObject>> vhosts(Instant now) {
        return census.streams()
                .compose(streams -> census.clients(Optional.empty())
                        .map(clients -> List.of(SrsShapes.vhost(streams.size(), clients, now))));
    }

    private Future<List<JsonObject>> streams(Instant now) {
        return census.streams()
                .compose(streams -> census.clients(Optional.empty())
                        .map(ClientsByStream::of)
                        .map(clients -> streams.stream()
                                .map(stream -> SrsShapes.stream(stream, clients.of(stream.key()), now))
                                .toList()));
    }

    private Future<List<JsonObject>> clients(Instant now) {
        return census.clients(Optional.empty())
                .map(clients -> clients.stream()
                        .map(client -> SrsShapes.client(client, now))
                        .toList());
    }

    /** Of a stream or a client it has slashes. */
    private static String id(RoutingContext context, String path) {
        return context.normalizedPath().substring(path.length() + 1);
    }

    private static JsonArray page(RoutingContext context, List<JsonObject> all) {
        return all.stream()
                .skip(number(context, "start", 0))
                .limit(number(context, "count", LEAST_COUNT))
                .collect(Collectors.collectingAndThen(Collectors.toList(), JsonArray::new));
    }

    /** As SRS reads it: what is no number, or too small, is the least. */
    private static long number(RoutingContext context, String name, int least) {
        try {
            return Math.max(least, Integer.parseInt(context.request().getParam(name, "")));
        } catch (NumberFormatException e) {
            return least;
        }
    }

    private JsonObject ok() {
        return answer(0);
    }

    private JsonObject answer(int code) {
        return new JsonObject()
                .put("code", code)
                .put("server", nodeId)
                .put("service", nodeId)
                .put("pid", Long.toString(machine.processId()));
    }

    private void answer(RoutingContext context, Future<JsonObject> body) {
        Answer.when(context, body, json -> Answer.json(context, json));
    }
}
