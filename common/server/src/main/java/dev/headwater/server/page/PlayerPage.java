package dev.headwater.server.page;

import dev.headwater.media.StreamKey;
import dev.headwater.server.http.MediaRoutes;
import dev.headwater.server.web.PageFile;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Serves the player page. It tells nothing of a stream, not even whether there is one: that the player asks as any other, with what the
 * address of the page has for it, such as a token. Its routes come after those of media: an app may be called as the page is. Thread-safe.
 */
public final class PlayerPage implements MediaRoutes {
    private static final String PATH = "/play/";

    private static final String FOLDER = "/dev/headwater/server/page/";
    private static final List<String> FILES = List.of(
            "icon.svg",
            "style.css",
            "main.js",
            "address.js",
            "figures.js",
            "flv.js",
            "hls.js",
            "rate.js",
            "watch.js",
            "ways.js");
    private static final List<String> LIBRARIES = List.of("hls.mjs", "mpegts.js");

    /** Nothing from elsewhere and nothing written into the page; the picture comes out of the scripts' hands ({@code blob:}). */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self' ";

    private record Served(String path, PageFile file) {}

    private final PageFile page;
    private final List<Served> files;

    /**
     * @param frameAncestors origins whose pages may show it in a frame beside our own; {@code *} is all
     */
    public PlayerPage(Supplier<List<String>> frameAncestors) {
        Supplier<String> policy = () -> POLICY + String.join(" ", frameAncestors.get());
        page = new PageFile(policy, FOLDER + "index.html");
        files = Stream.concat(
                        FILES.stream().map(file -> new Served(PATH + file, new PageFile(policy, FOLDER + file))),
                        LIBRARIES.stream()
                                .map(file -> new Served(PATH + file, new PageFile(policy, FOLDER + "vendor/" + file))))
                .toList();
    }

    @Override
    public void mount(Router router) {
        for (Served served : files) {
            reading(router.route(served.path())).handler(served.file());
        }
        reading(router.route(PATH + "*")).handler(this::ofStream);
    }

    private static Route reading(Route route) {
        return route.method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private void ofStream(RoutingContext context) {
        try {
            StreamKey.parse(
                    "",
                    Objects.requireNonNullElse(context.request().path(), PATH).substring(PATH.length()));
        } catch (IllegalArgumentException noSuchName) {
            context.next(); // to what answers where nothing is
            return;
        }
        page.handle(context);
    }
}
