package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.flight.FlightEvent;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code /api/v1/clients/.../events} and {@code /api/v1/streams/.../events}: what the flight recorders have. Thread-safe. */
final class EventsResource {
    private final Asking asking;

    EventsResource(Asking asking) {
        this.asking = asking;
    }

    /** Of a client that is there, or was a while ago. */
    Future<Reply> ofClient(ClientId id) {
        return asking.nodeIds()
                .compose(ids -> ids.contains(id.node())
                        ? askFor(id)
                        : Reply.unknown("no such node", id.node()).asFuture())
                .otherwise(cause -> Reply.unavailable("cannot look nodes up now", cause));
    }

    private Future<Reply> askFor(ClientId id) {
        return asking.ask(id.node(), new ClientAsk.ClientFlight(id.number()))
                .map(answered -> answered.answer().stream()
                        .findFirst()
                        .map(flight -> new Reply(
                                200,
                                new JsonObject()
                                        .put("client", id.toString())
                                        .mergeIn(FlightJson.numbers(flight))
                                        .put("events", FlightJson.events(flight))))
                        .orElseGet(() -> Reply.unknown("no such client, nor was there lately", id)))
                .otherwise(cause -> Reply.unanswered("the node did not answer", id.node(), List.of(id.node())));
    }

    private record Placed(FlightEvent event, JsonObject json) {}

    /** Of whoever publishes a stream or did so lately, and of the nodes' pulls of it, in the order in which they happened. */
    Future<Reply> ofStream(StreamKey key) {
        return asking.<List<Flight>>askAll(id -> new StreamAsk.StreamFlights(key))
                .map(gathered -> {
                    var all = new ArrayList<Placed>();
                    gathered.answers()
                            .forEach((node, flights) -> flights.forEach(
                                    flight -> flight.events().forEach(event -> all.add(place(node, flight, event)))));
                    if (all.isEmpty()) {
                        return gathered.unanswered().isEmpty()
                                ? Reply.unknown("nothing is known of the stream", key)
                                : Reply.unanswered(
                                        "no node that answered knows of the stream", key, gathered.unanswered());
                    }
                    all.sort(Comparator.comparing(placed -> placed.event().at()));
                    var events = new JsonArray();
                    all.forEach(placed -> events.add(placed.json()));
                    return Reply.of(
                            new JsonObject().put("stream", key.toString()).put("events", events),
                            gathered.unanswered());
                })
                .otherwise(cause -> Reply.unavailable("cannot look nodes up now", cause));
    }

    private static Placed place(String node, Flight flight, FlightEvent event) {
        var json = FlightJson.of(event).put("node", node);
        flight.client().ifPresent(number -> json.put("client", new ClientId(node, number).toString()));
        return new Placed(event, json);
    }
}
