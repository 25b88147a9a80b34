package dev.headwater.server.http;

import dev.headwater.server.net.PortDrain;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;

/** Something that the HTTP media port serves. Thread-safe: every event loop has a router of its own. */
@FunctionalInterface
public interface MediaRoutes {
    /** Adds its routes. Called once for each event loop of each port, on that event loop. */
    void mount(Router router);

    /**
     * The node is to stop, and balancers have had time to notice: nobody is taken who brings something, and who does so already leaves as
     * {@code drain} says. Any thread; once for each port.
     */
    default void drain(PortDrain drain) {}

    /**
     * The port closes: whoever is served without end is told so. Any thread; once for each port.
     *
     * @return completes when they are told
     */
    default Future<?> close() {
        return Future.succeededFuture();
    }
}
