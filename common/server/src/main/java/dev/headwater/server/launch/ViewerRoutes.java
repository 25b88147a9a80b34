package dev.headwater.server.launch;

import dev.headwater.server.auth.Access;
import dev.headwater.server.http.MediaRoutes;
import dev.headwater.server.page.PlayerPage;
import dev.headwater.server.role.StreamSource;
import dev.headwater.server.thumbnail.ThumbnailRoutes;
import dev.headwater.server.thumbnail.Thumbnails;
import java.util.ArrayList;
import java.util.List;

/** What browsers get beside media: still pictures and the page that plays. */
final class ViewerRoutes {
    private ViewerRoutes() {}

    /** Those that the configuration wants. */
    public static List<MediaRoutes> of(NodeRole.Surroundings surroundings, StreamSource source, Access access) {
        var config = surroundings.config();
        var openApps = surroundings.running().derived(Settings::openApps);
        var routes = new ArrayList<MediaRoutes>();
        config.thumbnail()
                .ffmpeg()
                .map(ffmpeg -> new Thumbnails(surroundings.vertx(), source, ffmpeg, config.thumbnail()))
                .ifPresent(thumbnails -> routes.add(new ThumbnailRoutes(
                        thumbnails, access, app -> openApps.get().test(app))));
        routes.add(new PlayerPage(
                () -> surroundings.config().http().frameAncestors().orElse(List.of("*"))));
        return routes;
    }
}
