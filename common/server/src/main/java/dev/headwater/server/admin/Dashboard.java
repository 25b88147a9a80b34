package dev.headwater.server.admin;

import dev.headwater.server.web.PageFile;
import dev.headwater.server.web.WebJar;
import io.vertx.ext.web.Router;
import java.util.List;

/**
 * The page for operators: a few files that hold nothing secret, so whoever reaches the port may have them. What they show they ask the API
 * for, as anybody would. Thread-safe.
 */
final class Dashboard {
    /** Where its files are; the page itself is at {@code /}. */
    static final String PATH = "/dashboard/";

    private static final String FOLDER = "/dev/headwater/server/admin/dashboard/";
    private static final List<String> FILES = List.of(
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
            "stills.js",
            "streams.js");

    /** Nothing from elsewhere, nothing written into the page but pictures, and in no other page's frame. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Dashboard() {}

    /** Whether a path is one of these. */
    static boolean has(String path) {
        return path.equals("/") || path.startsWith(PATH);
    }

    static void mount(Router router) {
        router.get("/").handler(new PageFile(() -> POLICY, FOLDER + "index.html"));
        for (String file : FILES) {
            router.get(PATH + file).handler(new PageFile(() -> POLICY, FOLDER + file));
        }
        router.get(PATH + "chart.js")
                .handler(new PageFile(
                        () -> POLICY, WebJar.resource("org.webjars.npm", "chart.js", "dist/chart.umd.min.js")));
    }
}
