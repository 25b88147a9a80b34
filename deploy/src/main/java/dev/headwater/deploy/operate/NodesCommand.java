package dev.headwater.deploy.operate;

import static dev.headwater.deploy.operate.Table.Column.number;
import static dev.headwater.deploy.operate.Table.Column.text;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code headwater nodes}. */
@Command(
        name = "nodes",
        description = "Show the nodes of a cluster: their roles, zones and work.",
        mixinStandardHelpOptions = true)
public final class NodesCommand extends ListCommand {
    @Override
    Listing fetch(Api api, int limit) throws InterruptedException {
        return Listing.of(api, "nodes", "nodes", limit);
    }

    @Override
    Table table(Listing listing) {
        return of(listing);
    }

    static Table of(Listing listing) {
        var table = new Table(
                text("NODE"),
                text("ROLE"),
                text("ZONE"),
                text("HOST"),
                text("STATE"),
                number("LOAD"),
                number("CONNECTIONS"),
                number("PUBLISHERS"),
                number("PLAYERS"));
        for (var node : listing.items()) {
            table.row(
                    node.path("id").asText(),
                    node.path("role").asText(),
                    node.path("zone").asText(),
                    node.path("host").asText(),
                    state(node),
                    "%.0f%%".formatted(node.path("load").asDouble() * 100),
                    node.path("connections").asText(),
                    node.path("publishers").asText(),
                    node.path("players").asText());
        }
        return table;
    }

    private static String state(JsonNode node) {
        if (!node.path("answered").asBoolean()) {
            return "silent";
        }
        return node.path("draining").asBoolean() ? "draining" : "up";
    }
}
