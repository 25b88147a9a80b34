package dev.headwater.server.control;

import dev.headwater.server.log.LoggerLevel;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is asked of a node about itself. */
sealed interface NodeAsk<A> extends Ask<A> {
    List<AskType<?>> TYPES = List.of(
            Describe.TYPE,
            ListHistory.TYPE,
            ListRelays.TYPE,
            FindRelay.TYPE,
            ListLogLevels.TYPE,
            SetLogLevel.TYPE,
            Reload.TYPE,
            Drain.TYPE);

    /** How much work the node has. */
    record Describe() implements NodeAsk<NodeFigures> {
        private static final AskType<NodeFigures> TYPE =
                new AskType<>("describe", _ -> new Describe(), new AnswerForm<>(NodeFigures::json, NodeFigures::read));

        @Override
        public AskType<NodeFigures> type() {
            return TYPE;
        }

        @Override
        public Future<NodeFigures> putTo(NodeAnswers node, String from) {
            return node.figures();
        }
    }

    /**
     * What the node did in the last hour.
     *
     * @param since only what came after this second
     */
    record ListHistory(long since) implements NodeAsk<List<NodeSample>> {
        private static final AskType<List<NodeSample>> TYPE = new AskType<>(
                "history",
                fields -> new ListHistory(fields.number("since", 0, Long.MAX_VALUE)),
                AnswerForm.list("samples", NodeHistory.KEPT, NodeSample::json, NodeSample::read));

        @Override
        public AskType<List<NodeSample>> type() {
            return TYPE;
        }

        @Override
        public JsonObject json() {
            return new JsonObject().put("since", since);
        }

        @Override
        public Future<List<NodeSample>> putTo(NodeAnswers node, String from) {
            return node.history(since);
        }
    }

    /**
     * How the relays are doing that the node takes part in running, in the order of their names.
     *
     * @param after only those behind this one
     * @param limit how many at most
     */
    record ListRelays(String after, int limit) implements NodeAsk<List<RelayFigures>> {
        /** Of a page, and one more to see whether there are any. */
        private static final int MAX = MAX_ITEMS + 1;

        private static final AskType<List<RelayFigures>> TYPE = new AskType<>(
                "relays",
                fields -> new ListRelays(fields.text("after"), (int) fields.number("limit", 0, MAX)),
                AnswerForm.list("relays", MAX, RelayFigures::json, RelayFigures::read));

        @Override
        public AskType<List<RelayFigures>> type() {
            return TYPE;
        }

        @Override
        public JsonObject json() {
            return new JsonObject().put("after", after).put("limit", limit);
        }

        @Override
        public Future<List<RelayFigures>> putTo(NodeAnswers node, String from) {
            return node.relays(after, limit);
        }
    }

    /** Whether the node's configuration has a relay of that name. */
    record FindRelay(String name) implements NodeAsk<Boolean> {
        private static final AskType<Boolean> TYPE =
                new AskType<>("relay", fields -> new FindRelay(fields.text("name")), AnswerForm.flag("configured"));

        @Override
        public AskType<Boolean> type() {
            return TYPE;
        }

        @Override
        public JsonObject json() {
            return new JsonObject().put("name", name);
        }

        @Override
        public Future<Boolean> putTo(NodeAnswers node, String from) {
            return node.hasConfiguredRelay(name);
        }
    }

    /** The loggers of the node that have a level of their own. */
    record ListLogLevels() implements NodeAsk<List<LoggerLevel>> {
        private static final AskType<List<LoggerLevel>> TYPE = new AskType<>(
                "log-levels",
                _ -> new ListLogLevels(),
                AnswerForm.list("loggers", MAX_ITEMS, LoggerLevelJson::of, LoggerLevelJson::read));

        @Override
        public AskType<List<LoggerLevel>> type() {
            return TYPE;
        }

        @Override
        public Future<List<LoggerLevel>> putTo(NodeAnswers node, String from) {
            return node.logLevels();
        }
    }

    /**
     * Sets the level of a logger; the answer is the logger, or nothing if the node has none of that name.
     *
     * @param time after which it falls back; empty for good
     */
    record SetLogLevel(String logger, String level, Optional<Duration> time) implements NodeAsk<List<LoggerLevel>> {
        private static final AskType<List<LoggerLevel>> TYPE = new AskType<>(
                "set-log-level",
                SetLogLevel::read,
                AnswerForm.list("loggers", 1, LoggerLevelJson::of, LoggerLevelJson::read));

        @Override
        public AskType<List<LoggerLevel>> type() {
            return TYPE;
        }

        private static SetLogLevel read(Fields fields) {
            return new SetLogLevel(
                    fields.text("logger"),
                    LoggerLevelJson.level(fields),
                    fields.json().containsKey("ms")
                            ? Optional.of(Duration.ofMillis(fields.number("ms", 1, Integer.MAX_VALUE)))
                            : Optional.empty());
        }

        @Override
        public JsonObject json() {
            var json = new JsonObject().put("logger", logger).put("level", level);
            time.ifPresent(lasts -> json.put("ms", lasts.toMillis()));
            return json;
        }

        @Override
        public Future<List<LoggerLevel>> putTo(NodeAnswers node, String from) {
            return node.setLogLevel(from, this);
        }
    }

    /** The node is to read its configuration again, as at SIGHUP. */
    record Reload() implements NodeAsk<ReloadFigures> {
        private static final AskType<ReloadFigures> TYPE =
                new AskType<>("reload", _ -> new Reload(), new AnswerForm<>(ReloadFigures::json, ReloadFigures::read));

        @Override
        public AskType<ReloadFigures> type() {
            return TYPE;
        }

        @Override
        public Future<ReloadFigures> putTo(NodeAnswers node, String from) {
            return node.reload(from);
        }
    }

    /** The node is to drain, as at SIGTERM. It begins when its answer has been acknowledged, and not without. */
    record Drain() implements NodeAsk<Boolean> {
        private static final AskType<Boolean> TYPE =
                new AskType<>("drain", _ -> new Drain(), AnswerForm.flag("draining"));

        @Override
        public AskType<Boolean> type() {
            return TYPE;
        }

        @Override
        public Future<Boolean> putTo(NodeAnswers node, String from) {
            return node.promiseToDrain(from);
        }
    }
}
