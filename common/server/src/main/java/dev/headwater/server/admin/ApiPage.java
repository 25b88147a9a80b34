package dev.headwater.server.admin;

import dev.headwater.server.web.PageFile;
import dev.headwater.server.web.WebJar;
import io.vertx.ext.web.Router;

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

    private ApiPage() {}

    /** Whether a path is one of these. */
    static boolean has(String path) {
        return path.equals(CONTRACT) || path.startsWith(PAGE);
    }

    static void mount(Router router) {
        serve(router, CONTRACT, "/api/" + Api.CONTRACT);
        serve(router, PAGE, "/api/index.html");
        serve(router, PAGE + "page.js", "/api/page.js");
        for (String file : new String[] {"swagger-ui-bundle.js", "swagger-ui.css"}) {
            serve(router, PAGE + file, WebJar.resource("org.webjars", "swagger-ui", file));
        }
    }

    private static void serve(Router router, String path, String resource) {
        router.get(path).handler(new PageFile(() -> POLICY, resource));
    }
}
