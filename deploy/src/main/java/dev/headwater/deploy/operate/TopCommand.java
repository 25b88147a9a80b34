package dev.headwater.deploy.operate;

import static dev.headwater.deploy.operate.Table.Column.number;
import static dev.headwater.deploy.operate.Table.Column.text;

import dev.headwater.loadtest.command.DurationConverter;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater top}. */
@Command(
        name = "top",
        description = "Watch a cluster: its nodes, and the streams with the most players. Ctrl-C ends it.",
        mixinStandardHelpOptions = true)
public final class TopCommand implements Callable<Integer> {
    private static final int STREAMS = 20;
    private static final String CLEAR = "\033[H\033[2J";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApiOptions options = new ApiOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationConverter.class,
            description = "Time between two looks. Default: ${DEFAULT-VALUE}.")
    private Duration every = Duration.ofSeconds(2);

    @Option(
            names = "--looks",
            paramLabel = "COUNT",
            defaultValue = "0",
            description = "End after so many; 0 is never. Default: ${DEFAULT-VALUE}.")
    private int looks;

    private final CountDownLatch never = new CountDownLatch(1);

    @Override
    public Integer call() throws InterruptedException {
        var api = options.api();
        PrintWriter out = spec.commandLine().getOut();
        look(api, out); // whoever mistyped the URL is told
        for (int look = 1; look != looks; look++) {
            var _ = never.await(every.toMillis(), TimeUnit.MILLISECONDS);
            try {
                look(api, out);
            } catch (ApiFailure e) {
                var problems = json.isWanted() ? spec.commandLine().getErr() : out;
                problems.println(e.getMessage()); // a node that restarts is back at the next look
                problems.flush();
            }
        }
        return 0;
    }

    private void look(Api api, PrintWriter out) throws InterruptedException {
        var nodes = Listing.of(api, "nodes", "nodes", Integer.MAX_VALUE);
        var streams = Listing.of(api, "streams", "streams", Integer.MAX_VALUE);
        if (json.isWanted()) {
            JsonOption.print(nodes.whole().setAll(streams.whole()), out); // a look is a line
        } else {
            show(nodes, streams, out);
        }
    }

    private static void show(Listing nodes, Listing streams, PrintWriter out) {
        if (Ansi.AUTO.enabled()) {
            out.print(CLEAR);
        }
        out.printf(
                "%s  nodes=%d streams=%d%n%n",
                LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS),
                nodes.items().size(),
                streams.items().size());
        NodesCommand.of(nodes).print(out);
        out.println();
        var table = new Table(text("STREAM"), text("ORIGIN"), text("CODECS"), number("PLAYERS"));
        streams.items().stream()
                .sorted(Comparator.comparingInt(
                        stream -> -stream.path("players").asInt()))
                .limit(STREAMS)
                .forEach(stream -> table.row(
                        stream.path("app").asText() + "/" + stream.path("name").asText(),
                        stream.path("origin").asText(),
                        stream.path("codecs").asText(),
                        stream.path("players").asText()));
        table.print(out);
        nodes.printRest(out);
        out.println();
        out.flush();
    }
}
