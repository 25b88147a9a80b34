package dev.headwater.origin;

import dev.headwater.server.launch.NodeOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code headwater origin}. */
@Command(
        name = "origin",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs an origin: takes broadcasters' publishes, serves players, feeds edges.",
            "Alone it is a complete media server; with cluster.members it joins others."
        },
        footer = {
            "",
            "Publishing is closed until auth.publish says who may: headwater origin --set auth.publish=open",
            "All keys, with defaults and meaning: docs/configuration.md.",
            "Exit status: 0 after SIGTERM or SIGINT, 1 if the node cannot start or lost its cluster, 2 if an option or a key is wrong."
        })
public final class OriginCommand implements Callable<Integer> {
    @Mixin
    private final NodeOptions options = new NodeOptions();

    @Override
    public Integer call() {
        return options.run(new OriginRole());
    }
}
