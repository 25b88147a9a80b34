package dev.headwater.server.admin;

import io.vertx.ext.web.Router;

/** What the management port serves under {@value #PATH}. */
@FunctionalInterface
public interface Api {
    /** A new one beside it comes when clients of the old would break. */
    String PATH = "/api/v1/";

    /** Nothing. */
    Api NONE = router -> {};

    /** Adds the routes. Handlers run on the server's event loop. */
    void mount(Router router);
}
