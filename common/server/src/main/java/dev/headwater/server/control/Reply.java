package dev.headwater.server.control;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What the API answers.
 *
 * @param afterwards to be run when the answer has left
 */
public record Reply(int status, JsonObject body, Runnable afterwards) {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNAVAILABLE = 503;
    private static final String UNANSWERED = "unanswered";

    Reply(int status, JsonObject body) {
        this(status, body, () -> {});
    }

    static Reply ok(JsonObject body) {
        return new Reply(OK, body);
    }

    static Reply created(JsonObject body) {
        return new Reply(CREATED, body);
    }

    /** What there is does not go with what is asked. */
    static Reply conflict(String problem, Object value) {
        return new Reply(CONFLICT, error(problem, value));
    }

    /** An answer of all nodes but these. */
    static Reply of(JsonObject body, List<String> unanswered) {
        return new Reply(OK, body.put(UNANSWERED, new JsonArray(unanswered)));
    }

    static Reply malformed(MessageException fault) {
        return new Reply(BAD_REQUEST, error(fault.problem(), fault.value()));
    }

    /** There is no such thing, and all nodes have said so that could know. */
    static Reply unknown(String problem, Object value) {
        return new Reply(NOT_FOUND, error(problem, value));
    }

    /** Nodes that would have to be heard did not answer. */
    static Reply unanswered(String problem, Object value, List<String> unanswered) {
        return new Reply(UNAVAILABLE, error(problem, value).put(UNANSWERED, new JsonArray(unanswered)));
    }

    /** The directory did not answer. */
    static Reply unavailable(String problem, Throwable cause) {
        return new Reply(UNAVAILABLE, error(problem, String.valueOf(cause.getMessage())));
    }

    public boolean isOk() {
        return status == OK;
    }

    /** The nodes that the answer is without. */
    public List<String> unanswered() {
        return body.getJsonArray(UNANSWERED, new JsonArray()).stream()
                .map(String.class::cast)
                .toList();
    }

    Future<Reply> asFuture() {
        return Future.succeededFuture(this);
    }

    private static JsonObject error(String problem, Object value) {
        return new JsonObject().put("error", problem).put("value", value.toString());
    }
}
