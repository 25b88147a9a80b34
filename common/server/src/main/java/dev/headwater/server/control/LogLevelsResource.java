package dev.headwater.server.control;

import dev.headwater.server.log.LoggerLevel;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v1/log-levels}: how much the nodes' loggers say. Thread-safe. */
final class LogLevelsResource {
    private final Asking asking;

    LogLevelsResource(Asking asking) {
        this.asking = asking;
    }

    /** Those that have a level of their own, by node. */
    Future<Reply> list(Optional<String> node) {
        return at(node, new NodeAsk.ListLogLevels());
    }

    /**
     * Sets a logger's level at one node, or at all.
     *
     * @param time after which it falls back; empty for good
     */
    Future<Reply> set(Optional<String> node, String logger, String level, Optional<Duration> time) {
        return at(node, new NodeAsk.SetLogLevel(logger, level, time)).map(reply -> {
            boolean nobody = reply.isOk() && reply.body().getJsonArray("nodes").isEmpty();
            if (!nobody) {
                return reply;
            }
            var unanswered = reply.body().getJsonArray("unanswered");
            return unanswered.isEmpty()
                    ? Reply.unknown("no such logger", logger)
                    : Reply.unanswered(
                            "no node that answered has the logger",
                            logger,
                            unanswered.stream().map(Object::toString).toList());
        });
    }

    private Future<Reply> at(Optional<String> node, Ask<List<LoggerLevel>> ask) {
        return asking.nodeIds()
                .compose(ids -> {
                    if (node.isPresent() && !ids.contains(node.get())) {
                        return Reply.unknown("no such node", node.get()).asFuture();
                    }
                    return asking.askAll(node.map(Set::of).orElse(ids), id -> ask)
                            .map(LogLevelsResource::reply);
                })
                .otherwise(cause -> Reply.unavailable("cannot look nodes up now", cause));
    }

    /** Of the nodes that have any. */
    private static Reply reply(Gathered<List<LoggerLevel>> gathered) {
        var nodes = new JsonArray();
        gathered.answers().forEach((node, levels) -> {
            if (!levels.isEmpty()) {
                nodes.add(new JsonObject().put("node", node).put("loggers", LoggerLevelJson.of(levels)));
            }
        });
        return Reply.of(new JsonObject().put("nodes", nodes), gathered.unanswered());
    }
}
