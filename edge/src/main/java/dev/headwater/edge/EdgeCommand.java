package dev.headwater.edge;

import dev.headwater.server.launch.NodeOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code headwater edge}. */
@Command(
        name = "edge",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs an edge: pulls each stream once from its origin, on demand, and fans it out to players.",
            "A publish that reaches it is forwarded to an origin."
        },
        footer = {
            "",
            "It needs a cluster: headwater edge --set cluster.members=HOST:5701",
            "All keys, with defaults and meaning: docs/configuration.md.",
            "Exit status: 0 after SIGTERM or SIGINT, 1 if the node cannot start or lost its cluster, 2 if an option or a key is wrong."
        })
public final class EdgeCommand implements Callable<Integer> {
    @Mixin
    private final NodeOptions options = new NodeOptions();

    @Override
    public Integer call() {
        return options.run(new EdgeRole());
    }
}
