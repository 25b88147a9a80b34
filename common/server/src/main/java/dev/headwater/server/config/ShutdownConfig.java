package dev.headwater.server.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What happens on SIGTERM. The sum of the two timeouts, with some seconds to spare, is the grace period to give the process. */
@Doc(
        "What happens on SIGTERM. The sum of the two timeouts, with some seconds to spare, is the grace period to give the process.")
public interface ShutdownConfig {
    @Doc("How long the node goes on serving what it has before it closes it.")
    @WithDefault("10s")
    @Range(min = "0s", max = "24h")
    Duration drainTimeout();

    @Doc("How long of it the RTMP port goes on as before, for a balancer to notice that the node is not ready.")
    @WithDefault("2s")
    @Range(min = "0s", max = "10m")
    Duration notice();

    @Doc("How long the orderly stop may take after that; then the process ends all the same.")
    @WithDefault("10s")
    @Range(min = "1s", max = "10m")
    Duration stopTimeout();
}
