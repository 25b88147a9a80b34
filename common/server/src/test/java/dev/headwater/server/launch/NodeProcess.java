package dev.headwater.server.launch;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A program of one node without a cluster, for {@link NodeProcessTest}. */
@Command(name = "origin")
final class NodeProcess implements Callable<Integer> {
    @Mixin
    private final NodeOptions options = new NodeOptions();

    private NodeProcess() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new NodeProcess()).execute(arguments));
    }

    @Override
    public Integer call() {
        return options.run(new FakeRole(new Journal()));
    }
}
