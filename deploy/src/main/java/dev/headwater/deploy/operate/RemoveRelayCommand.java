package dev.headwater.deploy.operate;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater relays remove}. */
@Command(
        name = "remove",
        description = "Take a relay out that was added. One of the configuration is taken out there.",
        mixinStandardHelpOptions = true)
final class RemoveRelayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApiOptions options = new ApiOptions();

    @Parameters(index = "0", paramLabel = "NAME", description = "Its name in 'headwater relays'.")
    private String name = "";

    @Override
    public Integer call() throws InterruptedException {
        var answer = options.api().delete("relays/" + PathText.of(name));
        var out = spec.commandLine().getOut();
        out.printf("removed relay=%s%n", answer.path("removed").asText());
        out.flush();
        return 0;
    }
}
