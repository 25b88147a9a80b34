package dev.headwater.server.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How frames are gathered before they leave for the players: what leaves together costs one call to the kernel for each. */
@Doc("How frames are gathered before they leave for the players: what leaves together costs one call to the kernel for"
        + " each of them.")
public interface FanoutConfig {
    @Doc(
            "How long audio and data wait for a video message, which leaves at once and takes them along; `0s` gathers nothing."
                    + " Above 40 ms video waits too, and everything leaves at this interval.")
    @WithDefault("40ms")
    @Range(min = "0s", max = "5s")
    Duration maxDelay();

    @Doc("How long an event loop that is late may hold frames beyond that, to send more with each call; `0s` is never.")
    @WithDefault("350ms")
    @Range(min = "0s", max = "5s")
    Duration maxStretch();
}
