package dev.headwater.deploy.operate;

import static dev.headwater.deploy.operate.Table.Column.number;
import static dev.headwater.deploy.operate.Table.Column.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

/** {@code headwater apps}. */
@Command(
        name = "apps",
        description = "Show the apps of a cluster: what they have, and how much of their limits is used.",
        mixinStandardHelpOptions = true)
public final class AppsCommand extends ListCommand {
    @Override
    Listing fetch(Api api, int limit) throws InterruptedException {
        return Listing.of(api, "apps", "apps", limit);
    }

    @Override
    Table table(Listing listing) {
        var table = new Table(text("APP"), number("STREAMS"), number("PUBLISHERS"), number("PLAYERS"), text("LIMITS"));
        for (var app : listing.items()) {
            table.row(
                    app.path("app").asText(),
                    app.path("streams").asText(),
                    app.path("publishers").asText(),
                    app.path("players").asText(),
                    StreamSupport.stream(app.path("limits").spliterator(), false)
                            .map(AppsCommand::limit)
                            .collect(Collectors.joining(" ")));
        }
        return table;
    }

    private static String limit(JsonNode limit) {
        String most = limit.path("most").asText();
        return "%s=%s"
                .formatted(
                        limit.path("limit").asText().replaceFirst("^limits[.]", ""),
                        limit.has("used") ? limit.path("used").asText() + "/" + most : most);
    }
}
