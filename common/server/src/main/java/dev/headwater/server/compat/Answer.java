package dev.headwater.server.compat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** How an answer leaves: nobody keeps it, and a cluster that does not answer is told with the status of our own API. */
final class Answer {
    private static final String JSON = "application/json";

    private Answer() {}

    /** Goes on with the result on the event loop of the request. */
    static <T> void when(RoutingContext context, Future<T> result, Consumer<T> then) {
        var here = context.vertx().getOrCreateContext();
        result.onComplete((value, cause) -> here.runOnContext(nothing -> {
            if (cause == null) {
                then.accept(value);
            } else if (cause instanceof UnansweredException unanswered) {
                refuse(context, unanswered.status(), String.valueOf(unanswered.getMessage()));
            } else {
                context.fail(cause);
            }
        }));
    }

    static void json(RoutingContext context, JsonObject body) {
        send(context, JSON, body.encode());
    }

    static void refuse(RoutingContext context, int status, String problem) {
        context.response().setStatusCode(status);
        json(context, new JsonObject().put("code", status).put("error", problem));
    }

    static void send(RoutingContext context, String type, String body) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }
}
