package dev.headwater.server.config;

import io.smallrye.config.WithDefault;

/** Who may do what. */
@Doc("Who may do what.")
public interface AuthConfig {
    @Doc("Who may publish: `refuse` is nobody, `open` is everybody who reaches the port.")
    @WithDefault("refuse")
    PublishAuth publish();

    /** Who may publish. */
    enum PublishAuth {
        /** Nobody. */
        REFUSE,
        /** Everybody who reaches the port. */
        OPEN
    }
}
