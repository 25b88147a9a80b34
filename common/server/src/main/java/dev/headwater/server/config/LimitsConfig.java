package dev.headwater.server.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many may publish and play, and how fast they may come: all but that of the heap are off until they are set. */
@Doc(
        "How many may publish and play, and how fast they may come. Whoever is there stays. Each node counts by itself and tells"
                + " the others; how far a limit may be exceeded when clients come to many nodes at once: limits.md.")
public interface LimitsConfig extends AppLimitsConfig {
    @Doc("Most players of this node.")
    @WithDefault("0")
    @Range(min = "0", max = "1000000000")
    int playersPerNode();

    @Doc("Most streams that are published through this node.")
    @WithDefault("0")
    @Range(min = "0", max = "1000000000")
    int publishersPerNode();

    @Doc(
            "Most connections by RTMP and HTTP that one address may have open at this node, whatever it does on them; a further one is closed at once. Players behind one NAT share an address.")
    @WithDefault("0")
    @Range(min = "0", max = "1000000")
    int connectionsPerAddress();

    @Doc(
            "Connections by RTMP and HTTP that one address may open at this node in a second; further ones are closed at once. Players behind one NAT share an address.")
    @WithDefault("0")
    @Range(min = "0", max = "1000000")
    int connectsPerAddress();

    @Doc("The same for all addresses together.")
    @WithDefault("0")
    @Range(min = "0", max = "1000000")
    int connectsPerNode();

    @Doc(
            "Nobody new may publish or play, and no GOP is kept, while collections leave so much of the largest heap in use, in percent, and until they leave seven eighths of that. 0: never.")
    @WithDefault("80")
    @Range(min = "0", max = "100")
    int heapPercent();

    @Doc("Over how long the bitrate of a publisher is measured.")
    @WithDefault("5s")
    @Range(min = "1s", max = "5m")
    Duration publishWindow();

    @Doc("How long changed counts are gathered before other nodes are told of them again.")
    @WithDefault("100ms")
    @Range(min = "10ms", max = "2s")
    Duration window();

    @Doc("How many of each count a node may let in before the others know of it, however little is left.")
    @WithDefault("16")
    @Range(min = "1", max = "1000000")
    int batch();
}
