package dev.headwater.server.admin;

import io.vertx.ext.web.Router;

/** What the management port serves beside health and metrics, to those whom {@link ApiGuard} lets in. */
@FunctionalInterface
public interface Api {
    /** A new one beside it comes when clients of the old would break. */
    String PATH = "/api/v1/";

    /** What a GET under it changes is for writers: other servers had it so before us. */
    String ACTS_BY_GET = "/control/";

    /** What it promises, under {@value #PATH} as well. */
    String CONTRACT = "openapi.yaml";

    /** Nothing. */
    Api NONE = router -> {};

    /** Adds the routes. Handlers run on the server's event loop. */
    void mount(Router router);
}
