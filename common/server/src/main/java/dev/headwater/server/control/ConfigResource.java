package dev.headwater.server.control;

import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.config.Setting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code /api/v1/config}: each node has files of its own. Thread-safe. */
final class ConfigResource {
    private static final int OK = 200;
    private static final int UNUSABLE = 422;

    private final Vertx vertx;
    private final String nodeId;
    private final RunningConfig config;
    private final Asking asking;

    ConfigResource(Vertx vertx, String nodeId, RunningConfig config, Asking asking) {
        this.vertx = vertx;
        this.nodeId = nodeId;
        this.config = config;
        this.asking = asking;
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
                .map(ReloadFigures::of)
                .otherwise(ReloadFigures::failed)
                .map(figures -> reply(nodeId, figures));
    }

    /** The same at any node. */
    Future<Reply> reload(String node) {
        if (node.equals(nodeId)) {
            return reload();
        }
        return asking.nodeIds()
                .compose(ids -> ids.contains(node)
                        ? asking.ask(node, new NodeAsk.Reload())
                                .map(answered -> reply(node, answered.answer()))
                                .otherwise(cause -> Reply.unanswered("the node did not answer", node, List.of(node)))
                        : Reply.unknown("no such node", node).asFuture())
                .otherwise(cause -> Reply.unavailable("cannot look nodes up now", cause));
    }

    private static Reply reply(String node, ReloadFigures figures) {
        return figures.problem()
                .map(why -> new Reply(
                        UNUSABLE,
                        new JsonObject()
                                .put("error", "nothing has changed, for the configuration cannot be used")
                                .put("value", why)))
                .orElseGet(() -> new Reply(OK, figures.json().put("node", node)));
    }
}
