package dev.headwater.server.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Publishers. */
@Doc("Publishers.")
public interface PublishConfig extends PublishAgainConfig {
    @Doc("A publisher that sent no byte for so long is gone.")
    @WithDefault("10s")
    @Range(min = "1s", max = "10m")
    Duration silenceTimeout();

    @Doc(
            "A publisher that sent neither audio nor video for so long is gone, whatever else it sends, and a stream that is pulled from a foreign server too; `0s` waits for ever.")
    @WithDefault("30s")
    @Range(min = "0s", max = "1h")
    Duration mediaTimeout();

    @Doc("How long players stay when a publisher vanished without a goodbye, for it to come back.")
    @WithDefault("5s")
    @Range(min = "0s", max = "10m")
    Duration hold();

    @Doc("How long an edge keeps a publisher whose origin is gone, while it looks for another one.")
    @WithDefault("30s")
    @Range(min = "0s", max = "10m")
    Duration forwardHold();
}
