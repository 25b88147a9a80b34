package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** The RTMP server for the other nodes. Never public. */
@Doc(
        "The RTMP server for the other nodes: at origins, and at edges if relay.fanout is not 0. It takes pulls, and at origins"
                + " publishes, from nodes that share cluster.secret, and from nobody else. Without a secret it takes whoever"
                + " reaches it, and listens to this machine only.")
@NeedsRestart
public interface RelayConfig {
    @Doc("Port to listen on; 0 is any free one.")
    @WithDefault("19350")
    @Range(min = "0", max = "65535")
    int port();

    @Doc("Address to listen on; without cluster.secret one of the loopback interface.")
    @Computed("with cluster.secret `0.0.0.0`, else `127.0.0.1`")
    @WithConverter(HostConverter.class)
    String host();

    @Doc(
            "How many nodes may pull one stream from this one before further ones are sent to those that do; 0 is no bound:"
                    + " every edge pulls from the origin. Give it to origins and edges alike.")
    @WithDefault("0")
    @Range(min = "0", max = "1000")
    int fanout();
}
