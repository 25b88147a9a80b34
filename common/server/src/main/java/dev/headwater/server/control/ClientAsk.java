package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import dev.headwater.server.flight.Flight;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What is asked of a node about its clients. */
sealed interface ClientAsk<A> extends Ask<A> {
    List<AskType<?>> TYPES =
            List.of(ListClients.TYPE, FindClient.TYPE, ListApps.TYPE, ClientFlight.TYPE, KickClient.TYPE);

    /**
     * The node's clients in the order of their numbers.
     *
     * @param stream only those that publish or play this one
     * @param after only those with a higher number
     * @param limit how many at most
     */
    record ListClients(Optional<StreamKey> stream, long after, int limit) implements ClientAsk<ClientPage> {
        private static final AskType<ClientPage> TYPE =
                new AskType<>("clients", ListClients::read, new AnswerForm<>(ClientPage::json, ClientPage::read));

        @Override
        public AskType<ClientPage> type() {
            return TYPE;
        }

        private static ListClients read(Fields fields) {
            return new ListClients(
                    fields.json().containsKey("stream") ? Optional.of(fields.key("stream")) : Optional.empty(),
                    fields.number("after", 0, Long.MAX_VALUE),
                    (int) fields.number("limit", 0, MAX_ITEMS));
        }

        @Override
        public JsonObject json() {
            var json = new JsonObject().put("after", after).put("limit", limit);
            stream.ifPresent(key -> json.put("stream", key.toString()));
            return json;
        }

        @Override
        public Future<ClientPage> putTo(NodeAnswers node, String from) {
            return node.clients(this);
        }
    }

    /** One client of the node; nobody if it has none of that number. */
    record FindClient(long number) implements ClientAsk<ClientPage> {
        private static final AskType<ClientPage> TYPE = new AskType<>(
                "client",
                fields -> new FindClient(client(fields)),
                new AnswerForm<>(ClientPage::json, ClientPage::read));

        @Override
        public AskType<ClientPage> type() {
            return TYPE;
        }

        @Override
        public JsonObject json() {
            return about(number);
        }

        @Override
        public Future<ClientPage> putTo(NodeAnswers node, String from) {
            return node.client(number);
        }
    }

    /**
     * Who publishes and plays at the node, by app, in the order of the apps.
     *
     * @param after only the apps behind this one
     * @param limit how many at most
     */
    record ListApps(String after, int limit) implements ClientAsk<List<AppFigures>> {
        /** Of a page, and one more to see whether there are any. */
        static final int MAX = MAX_ITEMS + 1;

        private static final AskType<List<AppFigures>> TYPE = new AskType<>(
                "apps",
                fields -> new ListApps(fields.text("after"), (int) fields.number("limit", 0, MAX)),
                AnswerForm.list("apps", MAX, AppFigures::json, AppFigures::read));

        @Override
        public AskType<List<AppFigures>> type() {
            return TYPE;
        }

        @Override
        public JsonObject json() {
            return new JsonObject().put("after", after).put("limit", limit);
        }

        @Override
        public Future<List<AppFigures>> putTo(NodeAnswers node, String from) {
            return node.apps(after, limit);
        }
    }

    /** What happened to a client of the node, who may be gone; nothing if it was not there lately. */
    record ClientFlight(long number) implements ClientAsk<List<Flight>> {
        private static final AskType<List<Flight>> TYPE =
                new AskType<>("client-flight", fields -> new ClientFlight(client(fields)), FlightJson.LIST);

        @Override
        public AskType<List<Flight>> type() {
            return TYPE;
        }

        @Override
        public JsonObject json() {
            return about(number);
        }

        @Override
        public Future<List<Flight>> putTo(NodeAnswers node, String from) {
            return node.clientFlight(number);
        }
    }

    /** Ends a client of the node; the answer is whether there was one. */
    record KickClient(long number) implements ClientAsk<Boolean> {
        private static final AskType<Boolean> TYPE =
                new AskType<>("kick-client", fields -> new KickClient(client(fields)), AnswerForm.flag("kicked"));

        @Override
        public AskType<Boolean> type() {
            return TYPE;
        }

        @Override
        public JsonObject json() {
            return about(number);
        }

        @Override
        public Future<Boolean> putTo(NodeAnswers node, String from) {
            return node.kickClient(from, number);
        }
    }

    // ---- the field of those that are about one client -----------------------------------------------------------

    private static JsonObject about(long client) {
        return new JsonObject().put("number", client);
    }

    private static long client(Fields fields) {
        return fields.number("number", 0, Long.MAX_VALUE);
    }
}
