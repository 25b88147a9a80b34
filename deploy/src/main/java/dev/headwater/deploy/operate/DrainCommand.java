package dev.headwater.deploy.operate;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater drain}. */
@Command(
        name = "drain",
        description = "Tell a node to send its clients elsewhere and end, as SIGTERM would. Returns when it has begun.",
        mixinStandardHelpOptions = true)
public final class DrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApiOptions options = new ApiOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "NODE", description = "Its name, as in 'headwater nodes'.")
    private String node = "";

    @Override
    public Integer call() throws InterruptedException {
        var answer = options.api().post("nodes/%s/drain".formatted(PathText.of(node)));
        var out = spec.commandLine().getOut();
        if (json.isWanted()) {
            JsonOption.print(answer, out);
        } else {
            out.printf("draining node=%s%n", answer.path("node").asText());
            out.flush();
        }
        return 0;
    }
}
