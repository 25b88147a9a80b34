package dev.headwater.loadtest.command;

import dev.headwater.loadtest.scenario.ScenarioReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater load mixed}. */
@Command(
        name = "mixed",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeOnExecutionException = LoadCommand.RUN_FAILED,
        description = "Groups of publishers, players and churn together, as a scenario file tells.")
final class MixedCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The scenario, as YAML; docs/loadtest.md has an example.")
    private Path file = Path.of("");

    @Mixin
    private final RunOptions options = new RunOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var scenario = ScenarioReader.read(file);
        return new LoadSession(spec, options).run(scenario.plan(), scenario.ffmpegs(), scenario.parameters());
    }
}
