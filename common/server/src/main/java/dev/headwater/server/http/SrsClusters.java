package dev.headwater.server.http;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.net.HostPort;
import dev.headwater.server.route.Routes;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Answers an SRS origin that asks its {@code coworkers} who has a stream, to send its edges and players there. SRS can be told a host
 * and a port, neither a path nor a token: hence at this port. Of a stream that not everybody may play nobody hears here whether it is
 * live. Confined to its server's event loop.
 */
final class SrsClusters implements Handler<RoutingContext> {
    static final String PATH = "/api/v1/clusters";

    private final Routes routes;
    private final Access access;

    SrsClusters(Routes routes, Access access) {
        this.routes = routes;
        this.access = access;
    }

    @Override
    public void handle(RoutingContext context) {
        var query = new JsonObject();
        for (String name : new String[] {"ip", "vhost", "app", "stream"}) {
            query.put(name, context.request().getParam(name, ""));
        }
        StreamKey key;
        try {
            key = StreamKey.parse(query.getString("app"), query.getString("stream"));
        } catch (IllegalArgumentException e) {
            Answers.error(context, 400, String.valueOf(e.getMessage()));
            return;
        }
        var here = context.vertx().getOrCreateContext();
        access.probe(HttpAttempt.of(Action.PLAY, context.request(), key))
                .compose(verdict -> switch (verdict) {
                    case Verdict.Allowed(StreamKey name) -> routes.owner(name);
                    case Verdict.Denied _ -> Future.succeededFuture(Optional.<NodeRecord>empty());
                })
                .onComplete((owner, cause) -> here.runOnContext(nothing -> {
                    if (cause == null) {
                        Answers.json(context, 200, json(query, owner));
                    } else {
                        Answers.error(context, 503, "the cluster does not answer");
                    }
                }));
    }

    private static JsonObject json(JsonObject query, Optional<NodeRecord> owner) {
        return new JsonObject()
                .put("code", 0)
                .put(
                        "data",
                        new JsonObject()
                                .put("query", query)
                                .put(
                                        "origin",
                                        owner.map(node -> json(query, node)).orElse(null)));
    }

    private static JsonObject json(JsonObject query, NodeRecord owner) {
        String api = HostPort.text(owner.hosts().clients(), owner.ports().http());
        return new JsonObject()
                .put("ip", owner.hosts().clients())
                .put("port", owner.ports().rtmp())
                .put("vhost", query.getString("vhost"))
                .put("api", api)
                .put("routers", new JsonArray().add(api));
    }
}
