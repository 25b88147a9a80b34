package dev.headwater.deploy.operate;

import static dev.headwater.deploy.operate.Table.Column.number;
import static dev.headwater.deploy.operate.Table.Column.text;

import java.time.Instant;
import picocli.CommandLine.Command;

/** {@code headwater relays}. */
@Command(
        name = "relays",
        description = "Show what a cluster pulls from other servers and pushes to them, add to it and take from it.",
        subcommands = {AddRelayCommand.class, RemoveRelayCommand.class},
        mixinStandardHelpOptions = true)
public final class RelaysCommand extends ListCommand {
    @Override
    Listing fetch(Api api, int limit) throws InterruptedException {
        return Listing.of(api, "relays", "relays", limit);
    }

    @Override
    Table table(Listing listing) {
        var table = new Table(
                text("NAME"),
                text("KIND"),
                text("STREAM"),
                text("SERVER"),
                text("FROM"),
                text("STATE"),
                text("NODE"),
                number("SINCE"),
                number("MBYTES"),
                text("LAST FAILURE"));
        var now = Instant.now();
        for (var relay : listing.items()) {
            boolean runs = relay.has("node");
            String mode = relay.path("mode").asText();
            table.row(
                    relay.path("name").asText(),
                    relay.path("kind").asText() + (mode.isEmpty() ? "" : " " + mode),
                    relay.path("stream").asText(),
                    relay.path("server").asText(),
                    relay.path("source").asText(),
                    relay.path("state").asText(),
                    relay.path("node").asText(),
                    runs ? Listing.age(relay.path("since").asText(), now) : "",
                    runs ? "%.1f".formatted(relay.path("bytes").asLong() / 1e6) : "",
                    relay.path("failure").path("error").asText());
        }
        return table;
    }
}
