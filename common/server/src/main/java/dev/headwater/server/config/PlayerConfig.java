package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** One player that cannot keep up. */
@Doc("One player that cannot keep up.")
public interface PlayerConfig {
    @Doc(
            "How long media may wait for a player, or would at the pace of its link; over it, whole groups of pictures are dropped.")
    @WithDefault("4s")
    @Range(min = "100ms", max = "5m")
    Duration queueDuration();

    @Doc("Most bytes that wait for a player; over it, the same.")
    @WithDefault("8MiB")
    @Range(min = "64KiB", max = "1GiB")
    @WithConverter(ByteSizeConverter.class)
    int queueBytes();

    @Doc(
            "A player that took no byte for so long is closed; one of HLS that has not taken all of an answer in it, or in three target durations where that is longer, is cut off.")
    @WithDefault("15s")
    @Range(min = "1s", max = "10m")
    Duration stuckAfter();

    @Doc("`TCP_NOTSENT_LOWAT` of a player: what the kernel may hold unsent, where our queue does not see it.")
    @WithDefault("32KiB")
    @Range(min = "4KiB", max = "64MiB")
    @WithConverter(ByteSizeConverter.class)
    int notsentLowat();
}
