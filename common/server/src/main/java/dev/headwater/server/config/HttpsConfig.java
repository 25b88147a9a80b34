package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** The HTTP media server once more, within TLS. */
@Doc(
        "The HTTP media server once more, within TLS, if there is a certificate (`tls`): HTTP/1.1 and HTTP/2. In everything else as `http` says.")
@NeedsRestart
public interface HttpsConfig {
    @Doc("Port to listen on; 0 is any free one.")
    @WithDefault("8443")
    @Range(min = "0", max = "65535")
    int port();

    @Doc("Address to listen on.")
    @WithDefault("0.0.0.0")
    @WithConverter(HostConverter.class)
    String host();
}
