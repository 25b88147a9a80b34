package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The HTTP media server. */
@Doc("The HTTP media server.")
public interface HttpConfig {
    @NeedsRestart
    @Doc("Port to listen on; 0 is any free one.")
    @WithDefault("8080")
    @Range(min = "0", max = "65535")
    int port();

    @NeedsRestart
    @Doc("Address to listen on.")
    @WithDefault("0.0.0.0")
    @WithConverter(HostConverter.class)
    String host();

    @Doc("As `rtmp.proxies`, for this server.")
    Optional<List<@WithConverter(CidrConverter.class) Cidr>> proxies();

    @Doc(
            "Web pages that may read what is served here, as origins: `https://www.example.com`. Without any, or with `*`, every page may.")
    Optional<List<@WithConverter(OriginConverter.class) String>> corsOrigins();

    @Doc("Web pages that may show the player page in a frame, as `http.cors-origins`.")
    Optional<List<@WithConverter(OriginConverter.class) String>> frameAncestors();

    @Doc("Within which a connection must have sent its first request.")
    @WithDefault("5s")
    @Range(min = "100ms", max = "10m")
    Duration requestTimeout();

    @Doc("Most HTTP connections at a time; a further one is closed at once.")
    @Computed("one for each 32 KiB of the largest heap")
    @Range(min = "1", max = "10000000")
    int maxConnections();

    @NeedsRestart
    @Doc("Largest first line of a request, and largest sum of its headers; over it, the answer is 414 or 431.")
    @WithDefault("8KiB")
    @Range(min = "1KiB", max = "1MiB")
    @WithConverter(ByteSizeConverter.class)
    int maxHeaderBytes();
}
