package dev.headwater.server.config;

import io.smallrye.config.WithDefault;

/** The file descriptors of the process, of which each connection takes one. */
@Doc("The file descriptors of the process (`ulimit -n`), of which each connection takes one.")
@NeedsRestart
public interface DescriptorsConfig {
    @Doc(
            "What clients leave to the management port, other nodes and files; a client that would take one of them is closed at once.")
    @WithDefault("64")
    @Range(min = "0", max = "1000000")
    int reserve();
}
