package dev.headwater.server.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * The contract of the API: for programs {@code /api/v1/openapi.yaml}, for people a page made of it by Swagger UI. It is in every
 * distribution, so it needs no token. Thread-safe.
 */
final class ApiPage {
    private static final String PAGE = "/docs/api/";
    private static final String CONTRACT = Api.PATH + Api.CONTRACT;

    /** All that the page needs comes from this node; styles and pictures are in the style sheet. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String SWAGGER_POM = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private ApiPage() {}

    /** Whether a path is one of these. */
    static boolean has(String path) {
        return path.equals(CONTRACT) || path.startsWith(PAGE);
    }

    static void mount(Router router) {
        String swagger = "META-INF/resources/webjars/swagger-ui/" + swaggerVersion() + "/";
        serve(router, CONTRACT, "api/" + Api.CONTRACT, "application/yaml");
        serve(router, PAGE, "api/index.html", "text/html; charset=utf-8");
        serve(router, PAGE + "page.js", "api/page.js", "text/javascript; charset=utf-8");
        serve(
                router,
                PAGE + "swagger-ui-bundle.js",
                swagger + "swagger-ui-bundle.js",
                "text/javascript; charset=utf-8");
        serve(router, PAGE + "swagger-ui.css", swagger + "swagger-ui.css", "text/css; charset=utf-8");
    }

    private static void serve(Router router, String path, String resource, String contentType) {
        router.get(path).handler(context -> send(context, resource, contentType));
    }

    /** From the class path, which Vert.x would copy to a folder first. */
    private static void send(RoutingContext context, String resource, String contentType) {
        context.vertx()
                .executeBlocking(() -> read(resource))
                .onSuccess(bytes -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                        .putHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
                        .putHeader("x-content-type-options", "nosniff")
                        .end(bytes))
                .onFailure(context::fail);
    }

    private static Buffer read(String resource) throws IOException {
        try (var in = ApiPage.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new FileNotFoundException(resource + " is not on the class path");
            }
            return Buffer.buffer(in.readAllBytes());
        }
    }

    private static String swaggerVersion() {
        var properties = new Properties();
        try (var in = ApiPage.class.getResourceAsStream(SWAGGER_POM)) {
            if (in == null) {
                throw new IllegalStateException("the WebJar of Swagger UI is not on the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.ofNullable(properties.getProperty("version")).orElseThrow();
    }
}
