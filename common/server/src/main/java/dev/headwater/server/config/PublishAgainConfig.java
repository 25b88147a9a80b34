package dev.headwater.server.config;

import dev.headwater.cluster.ClaimPolicy;
import io.smallrye.config.WithDefault;

/** What of {@link PublishConfig} may be turned for one app. */
@Doc("Publishers.")
public interface PublishAgainConfig {
    @Doc("A name that is live is published again: `takeover` ends the old publisher, `refuse` refuses the new one.")
    @WithDefault("takeover")
    ClaimPolicy policy();
}
