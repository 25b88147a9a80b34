package dev.headwater.server.http;

import dev.headwater.server.auth.BusyException;
import dev.headwater.server.metrics.RejectionLog;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the HTTP media port answers what is no media: JSON that nobody keeps, since it is true for a second. */
public final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final String JSON = "application/json";
    private static final String RETRY_AFTER_SECONDS = "2";

    private Answers() {}

    public static void json(RoutingContext context, int status, JsonObject body) {
        notKept(context);
        context.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        end(context, body.encode());
    }

    /** What is wrong, in a few words. */
    public static void error(RoutingContext context, int status, String problem) {
        json(context, status, new JsonObject().put("error", problem));
    }

    /** Not now, perhaps soon. */
    static void unavailable(RoutingContext context, String reason) {
        context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        error(context, 503, reason);
    }

    public static void found(RoutingContext context, String location) {
        notKept(context);
        context.response().setStatusCode(302).putHeader(HttpHeaders.LOCATION, location);
        end(context, "");
    }

    /**
     * A handler threw, or failed the context, which is our fault, or too many wait; or Vert.x refused the request, which is the
     * client's.
     */
    static void failed(RoutingContext context) {
        var cause = context.failure();
        if (cause instanceof BusyException busy) {
            RejectionLog.warn(
                    LOG,
                    "{} {} has to be asked again: {}",
                    method(context),
                    path(context),
                    String.valueOf(busy.getMessage()));
            unavailable(context, "the node cannot now");
            return;
        }
        if (cause != null && context.statusCode() >= 500) {
            RejectionLog.error(LOG, "{} {} failed", method(context), path(context), cause);
        }
        error(context, context.statusCode() < 0 ? 500 : context.statusCode(), "failed");
    }

    private static HttpMethod method(RoutingContext context) {
        return context.request().method();
    }

    private static String path(RoutingContext context) {
        return beginning(Objects.requireNonNullElse(context.request().path(), ""));
    }

    /** Of a path, whose later parts may be a stream's key: {@code /live/...}. */
    static String beginning(String path) {
        int end = path.indexOf('/', 1);
        return end < 0 ? "/..." : path.substring(0, end) + "/...";
    }

    private static void notKept(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .headers()
                .add(HttpHeaders.VARY, "accept"); // beside what CrossOrigin says
    }

    private static void end(RoutingContext context, String body) {
        if (context.request().method().equals(HttpMethod.HEAD)) {
            context.response().end();
        } else {
            context.response().end(body);
        }
    }
}
