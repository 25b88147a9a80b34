package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.log.LoggerLevel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What one node asks another.
 *
 * @param <A> the answer
 */
sealed interface Ask<A> {
    /** How many clients or streams one answer has at most. */
    int MAX_ITEMS = 1_000;

    /** How much work the node has. */
    record Describe() implements Ask<NodeFigures> {
        @Override
        public String name() {
            return "describe";
        }

        @Override
        public NodeFigures read(Fields answer) {
            return NodeFigures.read(answer);
        }
    }

    /**
     * The node's clients in the order of their numbers.
     *
     * @param stream only those that publish or play this one
     * @param after only those with a higher number
     * @param limit how many at most
     */
    record ListClients(Optional<StreamKey> stream, long after, int limit) implements Ask<ClientPage> {
        @Override
        public String name() {
            return "clients";
        }

        @Override
        public JsonObject json() {
            var json = new JsonObject().put("after", after).put("limit", limit);
            stream.ifPresent(key -> json.put("stream", key.toString()));
            return json;
        }

        @Override
        public ClientPage read(Fields answer) {
            return ClientPage.read(answer);
        }
    }

    /** One client of the node; nobody if it has none of that number. */
    record FindClient(long number) implements Ask<ClientPage> {
        @Override
        public String name() {
            return "client";
        }

        @Override
        public JsonObject json() {
            return new JsonObject().put("number", number);
        }

        @Override
        public ClientPage read(Fields answer) {
            return ClientPage.read(answer);
        }
    }

    /**
     * Who publishes and plays at the node, by app, in the order of the apps.
     *
     * @param after only the apps behind this one
     * @param limit how many at most
     */
    record ListApps(String after, int limit) implements Ask<List<AppFigures>> {
        /** Of a page, and one more to see whether there are any. */
        static final int MAX = MAX_ITEMS + 1;

        @Override
        public String name() {
            return "apps";
        }

        @Override
        public JsonObject json() {
            return new JsonObject().put("after", after).put("limit", limit);
        }

        @Override
        public List<AppFigures> read(Fields answer) {
            return answer.objects("apps", MAX, AppFigures::read);
        }
    }

    /** What the node has of these streams. */
    record ListStreams(List<StreamKey> keys) implements Ask<List<StreamFigures>> {
        public ListStreams {
            keys = List.copyOf(keys);
        }

        @Override
        public String name() {
            return "streams";
        }

        @Override
        public JsonObject json() {
            var list = new JsonArray();
            keys.forEach(key -> list.add(key.toString()));
            return new JsonObject().put("keys", list);
        }

        @Override
        public List<StreamFigures> read(Fields answer) {
            return answer.objects("streams", MAX_ITEMS, StreamFigures::read);
        }
    }

    /** How the relays are doing that the node takes part in running. */
    record ListRelays() implements Ask<List<RelayFigures>> {
        @Override
        public String name() {
            return "relays";
        }

        @Override
        public List<RelayFigures> read(Fields answer) {
            return answer.objects("relays", MAX_ITEMS, RelayFigures::read);
        }
    }

    /**
     * What the node did in the last hour.
     *
     * @param since only what came after this second
     */
    record ListHistory(long since) implements Ask<List<NodeSample>> {
        @Override
        public String name() {
            return "history";
        }

        @Override
        public JsonObject json() {
            return new JsonObject().put("since", since);
        }

        @Override
        public List<NodeSample> read(Fields answer) {
            return answer.objects("samples", NodeHistory.KEPT, NodeSample::read);
        }
    }

    /** The newest still picture of a stream, a JPEG; empty if the node has none now. One that takes longer is there for who asks again. */
    record ShowPicture(StreamKey key) implements Ask<Optional<Buffer>> {
        private static final String JPEG = "jpeg";

        @Override
        public String name() {
            return "picture";
        }

        @Override
        public JsonObject json() {
            return new JsonObject().put("stream", key.toString());
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(8); // for a key frame and a decoder
        }

        @Override
        public Optional<Buffer> read(Fields answer) {
            return answer.bytesIfThere(JPEG);
        }

        /** For the other nodes, and for operators. */
        static JsonObject answer(Optional<Buffer> jpeg) {
            var json = new JsonObject();
            jpeg.ifPresent(bytes -> json.put(JPEG, Base64.getEncoder().encodeToString(bytes.getBytes())));
            return json;
        }
    }

    /** Ends the stream's publishers at the node; the answer is how many there were. */
    record KickStream(StreamKey key) implements Ask<Integer> {
        @Override
        public String name() {
            return "kick-stream";
        }

        @Override
        public JsonObject json() {
            return new JsonObject().put("stream", key.toString());
        }

        @Override
        public Integer read(Fields answer) {
            return (int) answer.number("kicked", 0, Integer.MAX_VALUE);
        }
    }

    /** Ends a client of the node; the answer is whether there was one. */
    record KickClient(long number) implements Ask<Boolean> {
        @Override
        public String name() {
            return "kick-client";
        }

        @Override
        public JsonObject json() {
            return new JsonObject().put("number", number);
        }

        @Override
        public Boolean read(Fields answer) {
            return answer.flag("kicked");
        }
    }

    /** What happened to a client of the node, who may be gone; nothing if it was not there lately. */
    record ClientFlight(long number) implements Ask<List<Flight>> {
        @Override
        public String name() {
            return "client-flight";
        }

        @Override
        public JsonObject json() {
            return new JsonObject().put("number", number);
        }

        @Override
        public List<Flight> read(Fields answer) {
            return answer.objects("flights", MAX_ITEMS, FlightJson::read);
        }
    }

    /** What happened to those who publish the stream at the node, or did lately, and to its pulls of it. */
    record StreamFlights(StreamKey key) implements Ask<List<Flight>> {
        @Override
        public String name() {
            return "stream-flights";
        }

        @Override
        public JsonObject json() {
            return new JsonObject().put("stream", key.toString());
        }

        @Override
        public List<Flight> read(Fields answer) {
            return answer.objects("flights", MAX_ITEMS, FlightJson::read);
        }
    }

    /** The loggers of the node that have a level of their own. */
    record ListLogLevels() implements Ask<List<LoggerLevel>> {
        @Override
        public String name() {
            return "log-levels";
        }

        @Override
        public List<LoggerLevel> read(Fields answer) {
            return answer.objects("loggers", MAX_ITEMS, LoggerLevelJson::read);
        }
    }

    /**
     * Sets the level of a logger; the answer is the logger, or nothing if the node has none of that name.
     *
     * @param time after which it falls back; empty for good
     */
    record SetLogLevel(String logger, String level, Optional<Duration> time) implements Ask<List<LoggerLevel>> {
        @Override
        public String name() {
            return "set-log-level";
        }

        @Override
        public JsonObject json() {
            var json = new JsonObject().put("logger", logger).put("level", level);
            time.ifPresent(lasts -> json.put("ms", lasts.toMillis()));
            return json;
        }

        @Override
        public List<LoggerLevel> read(Fields answer) {
            return answer.objects("loggers", 1, LoggerLevelJson::read);
        }
    }

    /** The node is to read its configuration again, as at SIGHUP. */
    record Reload() implements Ask<ReloadFigures> {
        @Override
        public String name() {
            return "reload";
        }

        @Override
        public ReloadFigures read(Fields answer) {
            return ReloadFigures.read(answer);
        }
    }

    /** The node is to drain, as at SIGTERM. It begins when its answer has been acknowledged, and not without. */
    record Drain() implements Ask<Boolean> {
        @Override
        public String name() {
            return "drain";
        }

        @Override
        public Boolean read(Fields answer) {
            return answer.flag("draining");
        }
    }

    /** On the wire. */
    String name();

    /** The fields, if it has any. */
    default JsonObject json() {
        return new JsonObject();
    }

    /** How long to wait for the answer. */
    default Duration patience() {
        return Asking.PATIENCE;
    }

    /** @throws MessageException if the answer is not one */
    A read(Fields answer);

    /** @throws MessageException if that is no ask */
    static Ask<?> of(String name, Fields fields) {
        return switch (name) {
            case "describe" -> new Describe();
            case "clients" ->
                new ListClients(
                        fields.json().containsKey("stream") ? Optional.of(fields.key("stream")) : Optional.empty(),
                        fields.number("after", 0, Long.MAX_VALUE),
                        (int) fields.number("limit", 0, MAX_ITEMS));
            case "client" -> new FindClient(fields.number("number", 0, Long.MAX_VALUE));
            case "apps" -> new ListApps(fields.text("after"), (int) fields.number("limit", 0, ListApps.MAX));
            case "streams" -> new ListStreams(fields.keys("keys", MAX_ITEMS));
            case "relays" -> new ListRelays();
            case "history" -> new ListHistory(fields.number("since", 0, Long.MAX_VALUE));
            case "picture" -> new ShowPicture(fields.key("stream"));
            case "kick-stream" -> new KickStream(fields.key("stream"));
            case "kick-client" -> new KickClient(fields.number("number", 0, Long.MAX_VALUE));
            case "client-flight" -> new ClientFlight(fields.number("number", 0, Long.MAX_VALUE));
            case "stream-flights" -> new StreamFlights(fields.key("stream"));
            case "log-levels" -> new ListLogLevels();
            case "set-log-level" ->
                new SetLogLevel(
                        fields.text("logger"),
                        LoggerLevelJson.level(fields),
                        fields.json().containsKey("ms")
                                ? Optional.of(Duration.ofMillis(fields.number("ms", 1, Integer.MAX_VALUE)))
                                : Optional.empty());
            case "reload" -> new Reload();
            case "drain" -> new Drain();
            default -> throw new MessageException("this node does not know what is asked", name);
        };
    }
}
