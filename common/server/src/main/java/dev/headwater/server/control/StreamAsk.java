package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import dev.headwater.server.flight.Flight;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What is asked of a node about streams. */
sealed interface StreamAsk<A> extends Ask<A> {
    List<AskType<?>> TYPES = List.of(ListStreams.TYPE, ShowPicture.TYPE, StreamFlights.TYPE, KickStream.TYPE);

    /** What the node has of these streams. */
    record ListStreams(List<StreamKey> keys) implements StreamAsk<List<StreamFigures>> {
        private static final AskType<List<StreamFigures>> TYPE = new AskType<>(
                "streams",
                fields -> new ListStreams(fields.keys("keys", MAX_ITEMS)),
                AnswerForm.list("streams", MAX_ITEMS, StreamFigures::json, StreamFigures::read));

        public ListStreams {
            keys = List.copyOf(keys);
        }

        @Override
        public AskType<List<StreamFigures>> type() {
            return TYPE;
        }

        @Override
        public JsonObject json() {
            var list = new JsonArray();
            keys.forEach(key -> list.add(key.toString()));
            return new JsonObject().put("keys", list);
        }

        @Override
        public Future<List<StreamFigures>> putTo(NodeAnswers node, String from) {
            return node.streams(keys);
        }
    }

    /** The newest still picture of a stream, a JPEG; empty if the node has none now. One that takes longer is there for who asks again. */
    record ShowPicture(StreamKey key) implements StreamAsk<Optional<Buffer>> {
        /** For operators, too. */
        static final AnswerForm<Optional<Buffer>> ANSWER =
                new AnswerForm<>(ShowPicture::write, answer -> answer.bytesIfThere("jpeg"));

        private static final AskType<Optional<Buffer>> TYPE =
                new AskType<>("picture", fields -> new ShowPicture(stream(fields)), ANSWER);

        private static JsonObject write(Optional<Buffer> jpeg) {
            var json = new JsonObject();
            jpeg.ifPresent(bytes -> json.put("jpeg", Base64.getEncoder().encodeToString(bytes.getBytes())));
            return json;
        }

        @Override
        public AskType<Optional<Buffer>> type() {
            return TYPE;
        }

        @Override
        public JsonObject json() {
            return about(key);
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(8); // for a key frame and a decoder
        }

        @Override
        public Future<Optional<Buffer>> putTo(NodeAnswers node, String from) {
            return node.picture(key);
        }
    }

    /** What happened to those who publish the stream at the node, or did lately, and to its pulls of it. */
    record StreamFlights(StreamKey key) implements StreamAsk<List<Flight>> {
        private static final AskType<List<Flight>> TYPE =
                new AskType<>("stream-flights", fields -> new StreamFlights(stream(fields)), FlightJson.LIST);

        @Override
        public AskType<List<Flight>> type() {
            return TYPE;
        }

        @Override
        public JsonObject json() {
            return about(key);
        }

        @Override
        public Future<List<Flight>> putTo(NodeAnswers node, String from) {
            return node.streamFlights(key);
        }
    }

    /** Ends the stream's publishers at the node; the answer is how many there were. */
    record KickStream(StreamKey key) implements StreamAsk<Integer> {
        private static final AskType<Integer> TYPE =
                new AskType<>("kick-stream", fields -> new KickStream(stream(fields)), AnswerForm.count("kicked"));

        @Override
        public AskType<Integer> type() {
            return TYPE;
        }

        @Override
        public JsonObject json() {
            return about(key);
        }

        @Override
        public Future<Integer> putTo(NodeAnswers node, String from) {
            return node.kickStream(from, key);
        }
    }

    // ---- the field of those that are about one stream -----------------------------------------------------------

    private static JsonObject about(StreamKey stream) {
        return new JsonObject().put("stream", stream.toString());
    }

    private static StreamKey stream(Fields fields) {
        return fields.key("stream");
    }
}
