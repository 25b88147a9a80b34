package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Health, metrics and the API, for operators and probes. */
@Doc("Health, metrics and the API, for operators and probes.")
public interface ManagementConfig {
    @Doc("Port to listen on; 0 is any free one.")
    @WithDefault("1985")
    @Range(min = "0", max = "65535")
    int port();

    @Doc("Address to listen on. The API asks for no password: open it to a network that you trust only.")
    @WithDefault("127.0.0.1")
    @WithConverter(HostConverter.class)
    String host();
}
