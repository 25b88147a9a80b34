package dev.headwater.server.control;

import dev.headwater.server.config.Configuration.Change;
import dev.headwater.server.config.RunningConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What became of a node's configuration when it was read again.
 *
 * @param problem why nothing has changed; empty if it could be used
 */
record ReloadFigures(Optional<String> problem, List<Change> changed, List<Change> needRestart) {
    private static final int MAX_CHANGES = 10_000;
    private static final int MAX_SHOWN = 1_000;

    static ReloadFigures of(RunningConfig.Reloaded reloaded) {
        return new ReloadFigures(Optional.empty(), reloaded.changed(), reloaded.needRestart());
    }

    static ReloadFigures failed(Throwable cause) {
        return new ReloadFigures(Optional.of(cut(String.valueOf(cause.getMessage()))), List.of(), List.of());
    }

    /** @throws MessageException if it is not as {@link #json} writes it */
    static ReloadFigures read(Fields fields) {
        return new ReloadFigures(
                fields.textIfThere("problem"), changes(fields, "changed"), changes(fields, "needs_restart"));
    }

    private static List<Change> changes(Fields fields, String name) {
        return fields.objects(
                name, MAX_CHANGES, change -> new Change(change.text("key"), change.text("from"), change.text("to")));
    }

    JsonObject json() {
        var json = new JsonObject().put("changed", json(changed)).put("needs_restart", json(needRestart));
        problem.ifPresent(why -> json.put("problem", why));
        return json;
    }

    private static JsonArray json(List<Change> changes) {
        var array = new JsonArray();
        changes.stream()
                .limit(MAX_CHANGES)
                .forEach(change -> array.add(new JsonObject()
                        .put("key", change.key())
                        .put("from", cut(change.from()))
                        .put("to", cut(change.to()))));
        return array;
    }

    private static String cut(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }
}
