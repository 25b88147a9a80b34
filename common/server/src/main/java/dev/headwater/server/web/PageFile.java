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
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One file of a web page, with what keeps the page from being anything else: a content policy (CSP 3), and nothing guessed from bytes. Read
 * on a worker when it is first asked for, and kept as it is and compressed; browsers ask whether it is still the same. Thread-safe.
 */
public final class PageFile implements Handler<RoutingContext> {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "yaml", "application/yaml");

    private final Supplier<String> policy;
    private final URL resource;
    private final String type;
    private volatile @Nullable Content content;

    /** @param tag weak (RFC 9110, 8.8.1): it is of both forms; another version of the program may have another content */
    private record Content(Buffer plain, Buffer compressed, String tag) {}

    /**
     * @param policy the value of {@code Content-Security-Policy} from now on
     * @param resource on the class path; its ending tells its type
     * @throws IllegalStateException if it is not there
     */
    public PageFile(Supplier<String> policy, String resource) {
        String ending = resource.substring(resource.lastIndexOf('.') + 1);
        this.policy = policy;
        this.resource = WebJar.find(resource);
        this.type = Objects.requireNonNull(TYPES.get(ending), ending);
    }

    @Override
    public void handle(RoutingContext context) {
        var known = content;
        if (known != null) {
            answer(context, known);
        } else {
            context.vertx()
                    .executeBlocking(this::read)
                    .onSuccess(read -> answer(context, read))
                    .onFailure(context::fail);
        }
    }

    private Content read() throws IOException {
        try (var in = resource.openStream()) {
            byte[] bytes = in.readAllBytes();
            var plain = Buffer.buffer(bytes);
            var read = new Content(plain, Buffer.buffer(gzip(bytes)), "W/\"%08x\"".formatted(plain.hashCode()));
            content = read;
            return read;
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private void answer(RoutingContext context, Content content) {
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, policy.get())
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "same-origin")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, content.tag());
        response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING); // beside what CORS says
        if (content.tag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, type);
        if (takesGzip(context)) {
            send(context, response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip"), content.compressed());
        } else {
            send(context, response, content.plain());
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
