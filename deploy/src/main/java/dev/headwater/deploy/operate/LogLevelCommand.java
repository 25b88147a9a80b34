package dev.headwater.deploy.operate;

import static dev.headwater.deploy.operate.Table.Column.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.headwater.loadtest.command.DurationConverter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code headwater log-level}. */
@Command(
        name = "log-level",
        description = "Show how much the loggers of a cluster's nodes say, or let one say more or less.",
        footer = {"", "headwater log-level dev.headwater.server.rtmp debug --for 10m"},
        mixinStandardHelpOptions = true)
public final class LogLevelCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApiOptions options = new ApiOptions();

    @Option(names = "--node", paramLabel = "NODE", description = "At this node. Default: at all.")
    private String node = "";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "After it the logger says what it said before, e.g. 10m. Default: when its process ends.")
    private Optional<Duration> time = Optional.empty();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "LOGGER",
            description = "A class, a package, or ROOT. Without one they are shown.")
    private String logger = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LEVEL",
            description = "off, error, warn, info, debug or trace.")
    private String level = "";

    @Override
    public Integer call() throws InterruptedException {
        String query = node.isEmpty() ? "" : "?node=" + URLEncoder.encode(node, StandardCharsets.UTF_8);
        if (logger.isEmpty() != level.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "name a level for " + logger);
        }
        var answer = logger.isEmpty() ? options.api().get("log-levels" + query) : set(query);
        var table = new Table(text("NODE"), text("LOGGER"), text("LEVEL"), text("UNTIL"));
        for (var at : answer.path("nodes")) {
            for (var found : at.path("loggers")) {
                table.row(
                        at.path("node").asText(),
                        found.path("logger").asText(),
                        found.path("level").asText(),
                        found.path("until").asText());
            }
        }
        var out = spec.commandLine().getOut();
        table.print(out);
        Listing.printUnanswered(answer, out);
        return 0;
    }

    private JsonNode set(String query) throws InterruptedException {
        var body = JsonNodeFactory.instance.objectNode().put("level", level.toLowerCase(Locale.ROOT));
        time.ifPresent(lasts -> body.put("seconds", lasts.toSeconds()));
        return options.api().put("log-levels/" + PathText.of(logger) + query, body);
    }
}
