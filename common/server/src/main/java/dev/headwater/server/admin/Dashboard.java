package dev.headwater.server.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The page for operators: a few files that hold nothing secret, so whoever reaches the port may have them. What they show they ask the API
 * for, as anybody would. Read once, at the start; thread-safe.
 */
final class Dashboard {
    /** Where its files are; the page itself is at {@code /}. */
    static final String PATH = "/dashboard/";

    private static final String PAGE = "index.html";
    private static final String CHARTS = "chart.js";
    private static final List<String> FILES = List.of(
            PAGE,
            "icon.svg",
            "style.css",
            "main.js",
            "api.js",
            "ask.js",
            "charts.js",
            "clients.js",
            "cluster.js",
            "dom.js",
            "format.js",
            "model.js",
            "streams.js");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    /** Nothing from elsewhere, nothing written into the page, and in no other page's frame. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private record File(String name, Buffer content) {
        String type() {
            return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
        }

        /** Another version of the program may have another content. */
        String tag() {
            return "\"%08x\"".formatted(content.hashCode());
        }
    }

    private final List<File> files = Stream.concat(
                    FILES.stream().map(name -> new File(name, read("dashboard/" + name))), Stream.of(charts()))
            .toList();

    /** Chart.js from its WebJar. */
    private static File charts() {
        var pom = new Properties();
        try (var in = open("/META-INF/maven/org.webjars.npm/chart.js/pom.properties")) {
            pom.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new File(
                CHARTS,
                read("/META-INF/resources/webjars/chart.js/%s/dist/chart.umd.min.js"
                        .formatted(pom.getProperty("version"))));
    }

    private static Buffer read(String resource) {
        try (var in = open(resource)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        var in = Dashboard.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException(resource + " is not on the class path");
        }
        return in;
    }

    static boolean isPartOf(String path) {
        return path.equals("/") || path.startsWith(PATH);
    }

    void mount(Router router) {
        for (File file : files) {
            router.get(file.name().equals(PAGE) ? "/" : PATH + file.name()).handler(context -> answer(context, file));
        }
    }

    private static void answer(RoutingContext context, File file) {
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, file.tag());
        if (file.tag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, file.type()).end(file.content());
        }
    }
}
