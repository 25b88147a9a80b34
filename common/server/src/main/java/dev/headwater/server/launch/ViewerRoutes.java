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

/** What browsers get beside media: still pictures, which operators see as well, and the page that plays. */
final class ViewerRoutes {
    /** In logs, for who asks. */
    private static final String OPERATOR = "management";

    private final NodeRole.Surroundings node;
    private final Optional<Thumbnails> thumbnails;

    ViewerRoutes(NodeRole.Surroundings node, StreamSource source) {
        this.node = node;
        var config = node.config().thumbnail();
        thumbnails = config.ffmpeg().map(ffmpeg -> new Thumbnails(node.vertx(), source, ffmpeg, config));
    }

    /** Those that the configuration wants. */
    List<MediaRoutes> routes(Access access) {
        var openApps = node.running().derived(Settings::openApps);
        var routes = new ArrayList<MediaRoutes>();
        thumbnails.ifPresent(made -> routes.add(
                new ThumbnailRoutes(made, access, app -> openApps.get().test(app))));
        routes.add(new PlayerPage(() -> node.config().http().frameAncestors().orElse(List.of("*"))));
        return routes;
    }

    /** The pictures alone, for operators. */
    Pictures pictures() {
        var loops = ((VertxInternal) node.vertx()).nettyEventLoopGroup();
        return thumbnails
                .<Pictures>map(made -> key -> made.jpeg(key, OPERATOR, loops.next()))
                .orElse(Pictures.NONE);
    }
}
