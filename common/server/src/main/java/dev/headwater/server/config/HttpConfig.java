package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** The HTTP media server. */
@Doc("The HTTP media server.")
public interface HttpConfig {
    @Doc("Port to listen on; 0 is any free one.")
    @WithDefault("8080")
    @Range(min = "0", max = "65535")
    int port();

    @Doc("Address to listen on.")
    @WithDefault("0.0.0.0")
    @WithConverter(HostConverter.class)
    String host();

    @Doc("As `rtmp.proxies`, for this server.")
    Optional<List<@WithConverter(CidrConverter.class) Cidr>> proxies();
}
