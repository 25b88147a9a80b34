package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The frames from the last key frame on, kept so that a player starts at once. */
@Doc("The frames from the last key frame on, kept so that a player starts at once.")
public interface GopCacheConfig {
    @Doc("Longest group of pictures that is kept; of a longer one, only the headers.")
    @WithDefault("10s")
    @Range(min = "0s", max = "5m")
    Duration maxDuration();

    @Doc("Largest group of pictures that is kept, per stream.")
    @WithDefault("16MiB")
    @Range(min = "0", max = "1GiB")
    @WithConverter(ByteSizeConverter.class)
    int maxBytes();
}
