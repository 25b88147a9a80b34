package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** The RTMP server once more, within TLS. */
@Doc("The RTMP server once more, within TLS, if there is a certificate (`tls`). In everything else as `rtmp` says.")
@NeedsRestart
public interface RtmpsConfig {
    @Doc("Port to listen on; 0 is any free one.")
    @WithDefault("1936")
    @Range(min = "0", max = "65535")
    int port();

    @Doc("Address to listen on.")
    @WithDefault("0.0.0.0")
    @WithConverter(HostConverter.class)
    String host();
}
