package dev.headwater.server.http;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Client;
import dev.headwater.server.tracing.Trace;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.Objects;

/** A request in the words of those who decide what its client may do. */
public final class HttpAttempt {
    private HttpAttempt() {}

    /** Of a request of which no more is to come than its answer. */
    public static Attempt of(Action action, HttpServerRequest request, StreamKey asked) {
        return of(action, request, asked, "", Trace.NONE);
    }

    /** @param id as the log of this node names the client, for callbacks */
    public static Attempt of(Action action, HttpServerRequest request, StreamKey asked, String id, Trace trace) {
        var client = new Client(
                InetAddress.ofLiteral(request.remoteAddress().hostAddress()),
                id,
                "",
                "",
                "",
                Objects.requireNonNullElse(request.getHeader(HttpHeaders.REFERER), ""),
                "",
                software(request),
                trace);
        return new Attempt(action, asked, Objects.requireNonNullElse(request.query(), ""), client);
    }

    /** The client's program, as it says; empty if it says nothing. */
    public static String software(HttpServerRequest request) {
        return Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), "");
    }
}
