package dev.headwater.deploy.operate;

import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater kick}. */
@Command(
        name = "kick",
        description =
                "End a client, or the publisher of a stream, wherever in the cluster it is. Nothing keeps it from coming back.",
        mixinStandardHelpOptions = true)
public final class KickCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApiOptions options = new ApiOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    private static final class Whom {
        @Option(names = "--client", paramLabel = "ID", description = "This one, by its id in 'headwater clients'.")
        private String client = "";

        @Option(names = "--stream", paramLabel = "APP/NAME", description = "Whoever publishes this stream.")
        private String stream = "";
    }

    @Override
    public Integer call() throws InterruptedException {
        var answer = options.api()
                .post(
                        whom.client.isEmpty()
                                ? "streams/%s/kick".formatted(PathText.ofStream(whom.stream))
                                : "clients/%s/kick".formatted(PathText.of(whom.client)));
        var out = spec.commandLine().getOut();
        if (json.isWanted()) {
            JsonOption.print(answer, out);
        } else if (whom.client.isEmpty()) {
            answer.path("kicked")
                    .forEach(at -> out.printf(
                            "kicked stream=%s node=%s publishers=%d%n",
                            whom.stream,
                            at.path("node").asText(),
                            at.path("publishers").asInt()));
        } else {
            out.printf("kicked client=%s%n", answer.path("kicked").asText());
        }
        out.flush();
        return 0;
    }
}
