package dev.headwater.deploy.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater reload}. */
@Command(
        name = "reload",
        description =
                "Tell a node to read its configuration again, as SIGHUP would. Nobody is dropped; what is wrong changes nothing.",
        mixinStandardHelpOptions = true)
public final class ReloadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApiOptions options = new ApiOptions();

    @Option(names = "--node", paramLabel = "NODE", description = "Which one. Default: the one that is asked.")
    private String node = "";

    @Override
    public Integer call() throws InterruptedException {
        var answer = options.api()
                .post(node.isEmpty() ? "config/reload" : "nodes/%s/config/reload".formatted(PathText.of(node)));
        var out = spec.commandLine().getOut();
        out.printf("reloaded node=%s%n", answer.path("node").asText());
        print(answer.path("changed"), "changed", out);
        print(answer.path("needs_restart"), "needs a restart", out);
        out.flush();
        return 0;
    }

    private static void print(JsonNode changes, String what, PrintWriter out) {
        changes.forEach(change -> out.printf(
                "%s: %s: %s -> %s%n",
                what,
                change.path("key").asText(),
                change.path("from").asText(),
                change.path("to").asText()));
    }
}
