package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is remembered of each session, for whoever asks why. */
@Doc("The flight recorder: the last events of each session, for whoever asks why it ended.")
@NeedsRestart
public interface FlightConfig {
    @Doc("Events kept of each session; 0 records nothing.")
    @WithDefault("64")
    @Range(min = "0", max = "10000")
    int events();

    @Doc("What these may take, about.")
    @WithDefault("4KiB")
    @Range(min = "1KiB", max = "1MiB")
    @WithConverter(ByteSizeConverter.class)
    int bytes();

    @Doc("How long the events of a session outlive it.")
    @WithDefault("10m")
    @Range(min = "1s", max = "24h")
    Duration keep();

    @Doc("Sessions that have ended and are kept, at most.")
    @WithDefault("1000")
    @Range(min = "0", max = "1000000")
    int ended();
}
