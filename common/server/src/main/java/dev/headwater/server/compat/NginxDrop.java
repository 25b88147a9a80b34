package dev.headwater.server.compat;

import dev.headwater.server.admin.Api;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * nginx-rtmp's {@code /control/drop/{publisher,subscriber,client}?app=&name=&addr=&clientid=}: ends those clients and answers how many
 * there were; never that there was none while a node did not answer that may have one. It acts by a GET, which the page of any site can make a browser send; so what a browser says it sends for a page is refused.
 * Confined to the server's event loop.
 */
final class NginxDrop implements Api {
    private static final String PATH = ACTS_BY_GET + "drop/";

    /** Nodes are asked for one client each. */
    private static final int AT_A_TIME = 100;

    private final Census census;

    NginxDrop(Census census) {
        this.census = census;
    }

    @Override
    public void mount(Router router) {
        router.get(PATH + "publisher").handler(context -> drop(context, Client.Use::publishes));
        router.get(PATH + "subscriber").handler(context -> drop(context, use -> !use.publishes()));
        router.get(PATH + "client").handler(context -> drop(context, use -> true));
    }

    private void drop(RoutingContext context, Predicate<Client.Use> kind) {
        var request = context.request();
        Optional<String> app = parameter(request, "app");
        if (isOfPage(request)) {
            Answer.refuse(context, 403, "a web page may not drop clients");
        } else if (app.isEmpty()) {
            Answer.refuse(context, 400, "app is missing: ?app=live&name=show");
        } else {
            Optional<String> stream = parameter(request, "name").map(name -> app.get() + "/" + name);
            Predicate<Client.Use> chosen = kind.and(use -> stream.map(use.stream()::equals)
                    .orElseGet(() -> use.key().app().equals(app.get())));
            var dropped = census.count(stream)
                    .compose(count -> kick(
                                    count.clients().stream()
                                            .filter(client ->
                                                    client.uses().stream().anyMatch(chosen))
                                            .filter(client -> parameter(request, "addr")
                                                    .map(client.address()::equals)
                                                    .orElse(true))
                                            .filter(client -> parameter(request, "clientid")
                                                    .map(client.id()::equals)
                                                    .orElse(true))
                                            .map(Client::id)
                                            .toList(),
                                    0)
                            .compose(
                                    kicked -> kicked == 0 && !count.unanswered().isEmpty()
                                            ? Future.failedFuture(new UnansweredException(count.unanswered()))
                                            : Future.succeededFuture(kicked)));
            Answer.when(context, dropped, count -> Answer.send(context, "text/plain", Integer.toString(count)));
        }
    }

    private Future<Integer> kick(List<String> ids, int soFar) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(soFar);
        }
        var kicked = new ArrayList<Future<Boolean>>();
        int some = Math.min(ids.size(), AT_A_TIME);
        ids.subList(0, some).forEach(id -> kicked.add(census.kick(id)));
        return Future.join(kicked)
                .compose(all -> kick(
                        ids.subList(some, ids.size()),
                        soFar + (int) kicked.stream().filter(Future::result).count()));
    }

    private static Optional<String> parameter(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getParam(name)).filter(value -> !value.isEmpty());
    }

    /** Browsers say so to whatever is on their own machine (Fetch Metadata); older ones name the page, if it lets them. */
    private static boolean isOfPage(HttpServerRequest request) {
        String site = request.getHeader("sec-fetch-site");
        return site == null
                ? request.headers().contains("origin") || request.headers().contains("referer")
                : !site.equals("none");
    }
}
