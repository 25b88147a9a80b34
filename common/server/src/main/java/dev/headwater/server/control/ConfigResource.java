package dev.headwater.server.control;

import dev.headwater.server.config.Configuration.Change;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.config.Setting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code /api/v1/config}: of the node that is asked, for each has files of its own. Thread-safe. */
final class ConfigResource {
    private static final int OK = 200;
    private static final int UNUSABLE = 422;

    private final Vertx vertx;
    private final String nodeId;
    private final RunningConfig config;

    ConfigResource(Vertx vertx, String nodeId, RunningConfig config) {
        this.vertx = vertx;
        this.nodeId = nodeId;
        this.config = config;
    }

    /** Every value that holds, and where it is from; without secrets. */
    Future<Reply> show() {
        var settings = new JsonArray();
        config.settings().forEach(setting -> settings.add(json(setting)));
        return new Reply(OK, new JsonObject().put("node", nodeId).put("settings", settings)).asFuture();
    }

    private static JsonObject json(Setting setting) {
        return new JsonObject()
                .put("key", setting.key())
                .put("value", setting.shown().orElse(null))
                .put("source", setting.source())
                .put("reloadable", setting.isReloadable());
    }

    /** Reads the configuration again, as SIGHUP does. */
    Future<Reply> reload() {
        return config.reload(vertx)
                .map(reloaded -> new Reply(
                        OK,
                        new JsonObject()
                                .put("node", nodeId)
                                .put("changed", json(reloaded.changed()))
                                .put("needs_restart", json(reloaded.needRestart()))))
                .otherwise(cause -> new Reply(
                        UNUSABLE,
                        new JsonObject()
                                .put("error", "nothing has changed, for the configuration cannot be used")
                                .put("value", String.valueOf(cause.getMessage()))));
    }

    private static JsonArray json(List<Change> changes) {
        var array = new JsonArray();
        changes.forEach(change -> array.add(new JsonObject()
                .put("key", change.key())
                .put("from", change.from())
                .put("to", change.to())));
        return array;
    }
}
