package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Who this node is to the others. */
@Doc("Who this node is to the others.")
@NeedsRestart
public interface IdentityConfig {
    @Doc("Id of this node in the cluster, in logs and in metrics. Unique in the cluster.")
    @Computed("the host name, a dash and six random characters")
    @WithConverter(NameConverter.class)
    String name();

    @Doc("Zone, rack or site: edges prefer an origin of their own zone.")
    @WithDefault("default")
    @WithConverter(NameConverter.class)
    String zone();

    @Doc("Address told to the other nodes, for the relay, the cluster and the event bus.")
    @Computed("the address of the interface with the default route, else `127.0.0.1`")
    @WithConverter(HostConverter.class)
    String host();

    @Doc(
            "Address told to clients, by `/route`, redirects and links to the player page: `node.host` if there is no other. Ports are the node's own.")
    @WithConverter(HostConverter.class)
    Optional<String> publicHost();
}
