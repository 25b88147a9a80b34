package dev.headwater.server.compat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.server.admin.Api;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        mountWhatOnlySrsHas(router, PREFIX);
        mountWhatOnlySrsHas(router, PLAIN);
        mountLists(router, PREFIX);
    }

    /** Where our own API is not. */
    void mountAlone(Router router) {
        mountWhatOnlySrsHas(router, PLAIN);
        mountLists(router, PLAIN);
    }

    private void mountWhatOnlySrsHas(Router router, String prefix) {
        get(router, prefix + "versions", context -> Future.succeededFuture(ok().put("data", machine.version())));
        get(
                router,
                prefix + "summaries",
                context -> context.vertx().executeBlocking(() -> ok().put("data", machine.summary(Instant.now()))));
        lists(router, prefix + "vhosts", "vhost", this::vhosts, VHOST_NOT_FOUND);
    }

    private void mountLists(Router router, String prefix) {
        lists(router, prefix + "streams", "stream", this::streams, STREAM_NOT_FOUND);
        clients(router, prefix + "clients");
    }

    /** One is looked for by itself, whether it is among the first or not. */
    private void clients(Router router, String path) {
        list(router, path, "client", this::clients);
        get(
                router,
                path + "/*",
                context -> census.client(id(context, path))
                        .map(found -> found.map(client -> ok().put("client", SrsShapes.client(client, Instant.now())))
                                .orElseGet(() -> answer(CLIENT_NOT_FOUND))));
        router.delete(path + "/*")
                .handler(context -> answer(
                        context,
                        census.kick(id(context, path)).map(kicked -> kicked ? ok() : answer(CLIENT_NOT_FOUND))));
    }

    private void list(Router router, String path, String item, Function<Instant, Future<Stream<JsonObject>>> items) {
        get(router, path, context -> items.apply(Instant.now()).map(all -> ok().put(item + "s", page(context, all))));
    }

    private void get(Router router, String path, Function<RoutingContext, Future<JsonObject>> resource) {
        router.get(path).handler(context -> answer(context, resource.apply(context)));
    }

    /** The list, and each of its items by its id. */
    private void lists(
            Router router,
            String path,
            String item,
            Function<Instant, Future<Stream<JsonObject>>> items,
            int notFound) {
        list(router, path, item, items);
        get(
                router,
                path + "/*",
                context -> items.apply(Instant.now())
                        .map(all -> all.filter(one -> one.getString("id").equals(id(context, path)))
                                .findFirst()
                                .map(found -> ok().put(item, found))
                                .orElseGet(() -> answer(notFound))));
    }

    // Of a list no more are shaped than are shown.

    private Future<Stream<JsonObject>> vhosts(Instant now) {
        return census.shown().map(shown -> Stream.of(SrsShapes.vhost(shown)));
    }

    private Future<Stream<JsonObject>> streams(Instant now) {
        return census.shown().map(shown -> shown.streams().stream().map(stream -> SrsShapes.stream(stream, now)));
    }

    private Future<Stream<JsonObject>> clients(Instant now) {
        return census.shown().map(shown -> shown.clients().stream().map(client -> SrsShapes.client(client, now)));
    }

    /** Of a stream or a client it has slashes. */
    private static String id(RoutingContext context, String path) {
        String encoded = context.normalizedPath().substring(path.length() + 1);
        return URLDecoder.decode(encoded, UTF_8);
    }

    private static JsonArray page(RoutingContext context, Stream<JsonObject> all) {
        return all.skip(number(context, "start", 0))
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
