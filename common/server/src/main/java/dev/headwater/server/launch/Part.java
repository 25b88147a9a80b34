package dev.headwater.server.launch;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;

/**
 * Something that a node starts and stops: a port, an announcer. Methods are called once each, in the order below, and never
 * two at a time; from any thread.
 */
public interface Part {
    /** For logs: the configuration's group if it has one, such as {@code rtmp}. */
    String name();

    Future<?> start();

    /** The ports that it opened, by their keys ({@code rtmp.port}); asked after the start. */
    default Map<String, Integer> ports() {
        return Map.of();
    }

    /**
     * Takes nothing new, and lets go of what it has. All parts drain at the same time.
     *
     * @param limit after which the stop comes all the same ({@code shutdown.drain-timeout})
     * @return completes when the part may be stopped as soon as nothing is {@link #isInUse in use}
     */
    default Future<?> drain(Duration limit) {
        return Future.succeededFuture();
    }

    /** Whether somebody is there who would miss it; asked again and again while the node drains. */
    default Future<Boolean> isInUse() {
        return Future.succeededFuture(false);
    }

    Future<?> stop();
}
