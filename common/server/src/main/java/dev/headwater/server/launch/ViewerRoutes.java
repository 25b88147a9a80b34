package dev.headwater.server.launch;

import dev.headwater.server.auth.Access;
import dev.headwater.server.control.Pictures;
import dev.headwater.server.http.MediaRoutes;
import dev.headwater.server.page.PlayerPage;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.thumbnail.ThumbnailRoutes;
import dev.headwater.server.thumbnail.Thumbnails;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What browsers get beside media: still pictures, which operators see as well, of what is published here, and the page that plays. */
final class ViewerRoutes {
    /** In logs, for who asks. */
    private static final String OPERATOR = "management";

    private final NodeRole.Surroundings node;

    ViewerRoutes(NodeRole.Surroundings node) {
        this.node = node;
    }

    private Optional<Thumbnails> thumbnails(StreamSource source) {
        var config = node.config().thumbnail();
        return config.ffmpeg().map(ffmpeg -> new Thumbnails(node.vertx(), source, ffmpeg, config));
    }

    /** Those that the configuration wants. */
    List<MediaRoutes> routes(Access access, StreamSource source) {
        var openApps = node.running().derived(Settings::openApps);
        var routes = new ArrayList<MediaRoutes>();
        thumbnails(source)
                .ifPresent(made -> routes.add(
                        new ThumbnailRoutes(made, access, app -> openApps.get().test(app))));
        routes.add(new PlayerPage(() -> node.config().http().frameAncestors().orElse(List.of("*"))));
        return routes;
    }

    /** For operators: who looks at a dashboard plays nothing, and keeps nothing running. */
    Pictures pictures(StreamSource published) {
        var loops = ((VertxInternal) node.vertx()).nettyEventLoopGroup();
        return thumbnails(published)
                .<Pictures>map(made -> key -> made.jpeg(key, OPERATOR, loops.next()))
                .orElse(Pictures.NONE);
    }
}
