package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The cluster and its timers. */
@Doc("The cluster and its timers.")
public interface ClusterConfig {
    @Doc("Nodes with the same name form one cluster.")
    @WithDefault("headwater")
    @WithConverter(NameConverter.class)
    String name();

    @Doc("Port of the cluster member; 0 is any free one.")
    @WithDefault("5701")
    @Range(min = "0", max = "65535")
    int port();

    @Doc("Port of the event bus; 0 is any free one.")
    @WithDefault("5702")
    @Range(min = "0", max = "65535")
    int eventBusPort();

    @Doc(
            "Members to join, as `host:port`; in `--set` and the environment separated by commas. Empty: this node starts a cluster of its own.")
    Optional<List<@WithConverter(MemberConverter.class) String>> members();

    @Doc("How often an owner writes its records again.")
    @WithDefault("2s")
    @Range(min = "100ms", max = "1m")
    Duration announceInterval();

    @Doc("A record that was not written for so long is gone.")
    @WithDefault("6s")
    @Range(min = "300ms", max = "10m")
    Duration recordTtl();

    @Doc("How long the epoch of a released stream is remembered.")
    @WithDefault("1h")
    @Range(min = "1s", max = "24h")
    Duration tombstoneTtl();

    @Doc("How often members tell each other that they live.")
    @WithDefault("1s")
    @Range(min = "1s", max = "1m")
    Duration heartbeatInterval();

    @Doc("A member not heard for so long is taken out.")
    @WithDefault("5s")
    @Range(min = "2s", max = "10m")
    Duration noHeartbeatTimeout();

    @Doc("How often a part of a split cluster looks for the others.")
    @WithDefault("5s")
    @Range(min = "1s", max = "10m")
    Duration mergeInterval();

    @Doc("Longest wait for an answer of another member.")
    @WithDefault("5s")
    @Range(min = "500ms", max = "10m")
    Duration operationTimeout();
}
