package dev.headwater.server.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The cluster. */
@Doc("The cluster.")
@NeedsRestart
public interface ClusterConfig {
    @Doc("Nodes with the same name form one cluster.")
    @WithDefault("headwater")
    @WithConverter(NameConverter.class)
    String name();

    @Doc("Address that the cluster member and the event bus listen on.")
    @WithDefault("0.0.0.0")
    @WithConverter(HostConverter.class)
    String host();

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

    @Doc(
            "Instead of `cluster.members`: a name whose addresses are all members, as a headless Service of Kubernetes has those of its pods; each is looked for at `cluster.port`. It is looked up again whenever members are looked for.")
    Optional<@WithConverter(HostConverter.class) String> dnsName();

    @Doc(
            "What nodes prove to each other that they are of one cluster, as `openssl rand -hex 32` makes it. Several are separated by commas: the first is used, each is believed, so that it can be changed one node at a time.")
    @Secret
    Optional<List<@WithConverter(SecretTextConverter.class) String>> secret();

    @Doc("A file with more of them, one a line; `#` begins a comment. It is read at the start.")
    Optional<@WithConverter(PathConverter.class) Path> secretFile();

    ClusterTlsConfig tls();

    @Doc("How often an owner writes its records again.")
    @WithDefault("2s")
    @Range(min = "100ms", max = "3s")
    Duration announceInterval();

    @Doc("A record that was not written for so long is gone.")
    @WithDefault("12s")
    @Range(min = "1s", max = "10m")
    Duration recordLife();

    @Doc("How long the epoch of a released stream is remembered.")
    @WithDefault("1h")
    @Range(min = "1s", max = "24h")
    Duration tombstoneLife();
}
