package dev.headwater.deploy.operate;

import static dev.headwater.deploy.operate.Table.Column.number;
import static dev.headwater.deploy.operate.Table.Column.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code headwater clients}. */
@Command(
        name = "clients",
        description = "Show who publishes and plays in a cluster. An id is what 'headwater kick' takes.",
        mixinStandardHelpOptions = true)
public final class ClientsCommand extends ListCommand {
    @Option(names = "--stream", paramLabel = "APP/NAME", description = "Of this stream only.")
    private String stream = "";

    @Option(names = "--node", paramLabel = "NODE", description = "Of this node only.")
    private String node = "";

    @Override
    Listing fetch(Api api, int limit) throws InterruptedException {
        String filter = Stream.of(parameter("stream", stream), parameter("node", node))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("&"));
        return Listing.of(api, "clients" + (filter.isEmpty() ? "" : "?" + filter), "clients", limit);
    }

    private static String parameter(String name, String value) {
        return value.isEmpty() ? "" : name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    Table table(Listing listing) {
        var table = new Table(
                text("ID"),
                text("KIND"),
                text("BY"),
                text("PEER"),
                number("AGE"),
                text("STREAMS"),
                number("MBYTES"),
                number("DROPPED"),
                text("SLOWED"));
        var now = Instant.now();
        for (var client : listing.items()) {
            table.row(
                    client.path("id").asText(),
                    client.path("kind").asText(),
                    client.path("protocol").asText(),
                    client.path("peer").asText(),
                    Listing.age(client.path("since").asText(), now),
                    streams(client).map(use -> use.path("stream").asText()).collect(Collectors.joining(" ")),
                    "%.1f".formatted(sum(client, use -> use.path("bytes").asLong()) / 1e6),
                    sum(client, use -> use.path("dropped_frames").asLong()),
                    client.path("slowed").asBoolean() ? "yes" : "no");
        }
        return table;
    }

    private static Stream<JsonNode> streams(JsonNode client) {
        return StreamSupport.stream(client.path("streams").spliterator(), false);
    }

    private static long sum(JsonNode client, ToLongFunction<JsonNode> figure) {
        return streams(client).mapToLong(figure).sum();
    }
}
