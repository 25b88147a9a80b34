package dev.headwater.deploy.operate;

import static dev.headwater.deploy.operate.Table.Column.number;
import static dev.headwater.deploy.operate.Table.Column.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

/** {@code headwater streams}. */
@Command(
        name = "streams",
        description = "Show the streams of a cluster: who owns them, and where they are played.",
        mixinStandardHelpOptions = true)
public final class StreamsCommand extends ListCommand {
    @Override
    Listing fetch(Api api, int limit) throws InterruptedException {
        return Listing.of(api, "streams", "streams", limit);
    }

    @Override
    Table table(Listing listing) {
        var table = new Table(
                text("STREAM"),
                text("ORIGIN"),
                number("EPOCH"),
                text("CODECS"),
                number("AGE"),
                number("PLAYERS"),
                text("PULLED BY"));
        var now = Instant.now();
        for (var stream : listing.items()) {
            table.row(
                    stream.path("app").asText() + "/" + stream.path("name").asText(),
                    stream.path("origin").asText(),
                    stream.path("epoch").asText(),
                    stream.path("codecs").asText(),
                    Listing.age(stream.path("started_at").asText(), now),
                    stream.path("players").asText(),
                    pulledBy(stream));
        }
        return table;
    }

    /** The other nodes that pull it, with the state of each pull that is not simply live. */
    private static String pulledBy(JsonNode stream) {
        return StreamSupport.stream(stream.path("nodes").spliterator(), false)
                .filter(node -> node.has("pull") && !node.path("node").equals(stream.path("origin")))
                .map(node -> {
                    String state = node.path("pull").asText();
                    String name = node.path("node").asText();
                    return state.equals("live") ? name : "%s (%s)".formatted(name, state);
                })
                .collect(Collectors.joining(" "));
    }
}
