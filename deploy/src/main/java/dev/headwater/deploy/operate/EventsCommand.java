package dev.headwater.deploy.operate;

import static dev.headwater.deploy.operate.Table.Column.number;
import static dev.headwater.deploy.operate.Table.Column.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater events}. */
@Command(
        name = "events",
        description = "Show what happened lately in a client's session, or to a stream; also when it is over.",
        mixinStandardHelpOptions = true)
public final class EventsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApiOptions options = new ApiOptions();

    @ArgGroup(multiplicity = "1")
    private Whose whose = new Whose();

    @Mixin
    private JsonOption json = new JsonOption();

    private static final class Whose {
        @Option(names = "--client", paramLabel = "ID", description = "This one's, by its id in 'headwater clients'.")
        private String client = "";

        @Option(
                names = "--stream",
                paramLabel = "APP/NAME",
                description = "Those of whoever publishes this stream, and of the nodes that pull it.")
        private String stream = "";
    }

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        var answer = options.api()
                .get(
                        whose.client.isEmpty()
                                ? "streams/%s/events".formatted(PathText.ofStream(whose.stream))
                                : "clients/%s/events".formatted(PathText.of(whose.client)));
        if (json.isWanted()) {
            out.println(answer);
        } else {
            table(answer).print(out);
        }
        out.flush();
        return 0;
    }

    private static Table table(JsonNode answer) {
        var table = new Table(text("AT"), text("WHERE"), text("EVENT"), number("TIMES"), text("WHAT"));
        for (var event : answer.path("events")) {
            String node = event.path("node").asText();
            table.row(
                    event.path("at").asText(),
                    event.path("client")
                            .asText(node.isEmpty() ? answer.path("client").asText() : node),
                    event.path("event").asText(),
                    event.path("times").asText(),
                    event.path("text").asText());
        }
        return table;
    }
}
