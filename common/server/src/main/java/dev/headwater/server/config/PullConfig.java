package dev.headwater.server.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The pull of a stream from the node that owns it. */
@Doc("The pull of a stream from the node that owns it.")
public interface PullConfig {
    @Doc("Time for connection, handshake and play.")
    @WithDefault("3s")
    @Range(min = "100ms", max = "1m")
    Duration connectTimeout();

    @Doc(
            "An upstream that sent no byte for so long is gone. After half of it another node is asked beside it, and serves if it is"
                    + " the first to speak.")
    @WithDefault("3s")
    @Range(min = "200ms", max = "1m")
    Duration silenceTimeout();

    @Doc("Wait before the second try; it doubles with each further one and is jittered.")
    @WithDefault("100ms")
    @Range(min = "10ms", max = "1m")
    Duration backoffMin();

    @Doc("Longest wait between two tries.")
    @WithDefault("2s")
    @Range(min = "10ms", max = "5m")
    Duration backoffMax();
}
