package dev.headwater.deploy.configure;

import dev.headwater.server.config.Setting;
import dev.headwater.server.launch.NodeOptions;
import dev.headwater.server.launch.StartCheck;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code headwater config check}. */
@Command(
        name = "check",
        description = "Read the configuration as a node would that starts here, and say what is wrong with it.",
        footer = {"", "Exit status: 0 if its values fit and its files hold what they should, 2 if not."},
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final NodeOptions options = new NodeOptions();

    @Override
    public Integer call() {
        var configuration = options.sources(System.getenv()).read();
        StartCheck.check(configuration.node());
        long set = configuration.settings().stream()
                .filter(Predicate.not(Setting::isDefault))
                .count();
        var out = spec.commandLine().getOut();
        out.printf(
                "fine: %d keys are set, %d are as by default%n",
                set, configuration.settings().size() - set);
        out.flush();
        return 0;
    }
}
