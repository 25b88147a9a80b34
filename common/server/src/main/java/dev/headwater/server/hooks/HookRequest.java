package dev.headwater.server.hooks;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;

/**
 * A call as it stands on the wire.
 *
 * @param query to append to the URL's own; empty for none; secret
 * @param contentType empty if there is no body
 * @param body secret
 */
record HookRequest(HttpMethod method, String query, String contentType, Buffer body) {
    static HookRequest post(String contentType, Buffer body) {
        return new HookRequest(HttpMethod.POST, "", contentType, body);
    }

    static HookRequest get(String query) {
        return new HookRequest(HttpMethod.GET, query, "", Buffer.buffer());
    }
}
