package dev.headwater.server.config;

import io.vertx.core.Future;

/** What has to act when the configuration of a running node changes. Thread-safe. */
@FunctionalInterface
public interface ConfigFollower {
    /**
     * Makes ready for {@code next}, and changes nothing yet: whatever is wrong with it is found here.
     *
     * @return what makes it hold, and cannot fail; not called if another follower refuses {@code next}
     */
    Future<Runnable> prepare(NodeConfig next);
}
