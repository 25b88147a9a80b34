package dev.headwater.deploy.install;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A dashboard of Grafana's. */
record Dashboard(String name, JsonObject json) {
    static Dashboard read(Path file) {
        try {
            return new Dashboard(file.getFileName().toString(), new JsonObject(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonObject> panels() {
        return objects(json.getJsonArray("panels"));
    }

    List<JsonObject> variables() {
        return objects(json.getJsonObject("templating").getJsonArray("list"));
    }

    List<JsonObject> targets() {
        return panels().stream()
                .flatMap(panel -> objects(panel.getJsonArray("targets", new JsonArray())).stream())
                .toList();
    }

    /** In PromQL, with the dashboard's variables in them. */
    List<String> expressions() {
        return targets().stream().map(target -> target.getString("expr")).toList();
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
