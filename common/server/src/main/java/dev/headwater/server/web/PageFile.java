package dev.headwater.server.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * One file of a web page, with what keeps the page from being anything else: a content policy (CSP 3), and nothing guessed from bytes. Kept
 * in memory as it is and compressed; browsers ask whether it is still the same. Thread-safe.
 */
public final class PageFile implements Handler<RoutingContext> {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "yaml", "application/yaml");

    private final String policy;
    private final String type;
    private final Buffer content;
    private final Buffer compressed;
    private final String tag;

    private PageFile(String policy, String type, byte[] content) {
        this.policy = policy;
        this.type = type;
        this.content = Buffer.buffer(content);
        this.compressed = Buffer.buffer(gzip(content));
        // weak (RFC 9110, 8.8.1): it is of both forms; another version of the program may have another content
        this.tag = "W/\"%08x\"".formatted(this.content.hashCode());
    }

    /**
     * Reads it, which blocks: once, at the start.
     *
     * @param policy the value of {@code Content-Security-Policy}
     * @param resource on the class path; its ending tells its type
     */
    public static PageFile read(String policy, String resource) {
        String ending = resource.substring(resource.lastIndexOf('.') + 1);
        String type = TYPES.get(ending);
        if (type == null) {
            throw new IllegalArgumentException(resource + " is of none of the types " + TYPES.keySet());
        }
        try (var in = WebJar.open(resource)) {
            return new PageFile(policy, type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, policy)
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "same-origin")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.VARY, "accept-encoding")
                .putHeader(HttpHeaders.ETAG, tag);
        if (tag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, type);
        if (takesGzip(context)) {
            send(context, response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip"), compressed);
        } else {
            send(context, response, content);
        }
    }

    /** Of a coding that is named at all, only a weight of zero says no (RFC 9110, 12.5.3). */
    private static boolean takesGzip(RoutingContext context) {
        return context.parsedHeaders().acceptEncoding().stream()
                .anyMatch(coding -> List.of("gzip", "*").contains(coding.value()) && coding.weight() > 0);
    }

    private static void send(RoutingContext context, HttpServerResponse response, Buffer body) {
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                    .end();
        } else {
            response.end(body);
        }
    }
}
