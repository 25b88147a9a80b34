package dev.headwater.server.control;

import dev.headwater.server.log.LoggerLevel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Levels of loggers as JSON, the same between nodes and for operators. */
final class LoggerLevelJson {
    private static final Set<String> LEVELS = Set.of("off", "error", "warn", "info", "debug", "trace");

    private LoggerLevelJson() {}

    /** @throws MessageException if it is none */
    static String level(Fields fields) {
        String level = fields.text("level");
        if (!LEVELS.contains(level)) {
            throw new MessageException("level is not one of " + new TreeSet<>(LEVELS), level);
        }
        return level;
    }

    static JsonArray of(List<LoggerLevel> levels) {
        var list = new JsonArray();
        levels.forEach(level -> list.add(of(level)));
        return list;
    }

    static JsonObject of(LoggerLevel level) {
        var json = new JsonObject().put("logger", level.logger()).put("level", level.level());
        level.until().ifPresent(time -> json.put("until", time.toString()));
        return json;
    }

    /** @throws MessageException if it is not as written above */
    static LoggerLevel read(Fields fields) {
        return new LoggerLevel(
                fields.text("logger"),
                level(fields),
                fields.json().containsKey("until") ? Optional.of(fields.time("until")) : Optional.empty());
    }
}
