package dev.headwater.server.flv;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** The head of an answer that is a stream: nobody keeps it, and nobody gathers it on the way. */
final class FlvHead {
    private FlvHead() {}

    static HttpServerResponse put(HttpServerResponse response) {
        return response.setStatusCode(200)
                .putHeader(HttpHeaders.CONTENT_TYPE, "video/x-flv")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-store")
                .putHeader("pragma", "no-cache")
                .putHeader(HttpHeaders.EXPIRES, "Thu, 01 Jan 1970 00:00:00 GMT")
                .putHeader("x-accel-buffering", "no"); // nginx as a proxy
    }
}
