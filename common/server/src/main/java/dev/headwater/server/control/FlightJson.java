package dev.headwater.server.control;

import dev.headwater.server.flight.Flight;
import dev.headwater.server.flight.FlightEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What a flight recorder has, as JSON: between nodes, and for operators. */
final class FlightJson {
    /** Far above {@code flight.events}. */
    private static final int MAX_EVENTS = 10_000;

    private static final int MAX_STREAMS = 1_000;

    /** For the other nodes. */
    static final AnswerForm<List<Flight>> LIST =
            AnswerForm.list("flights", Ask.MAX_ITEMS, FlightJson::of, FlightJson::read);

    private FlightJson() {}

    /** For the other nodes. */
    static JsonObject of(Flight flight) {
        var json = numbers(flight)
                .put(
                        "streams",
                        new JsonArray(
                                flight.streams().stream().map(Object::toString).toList()))
                .put("events", events(flight));
        flight.client().ifPresent(number -> json.put("client", number));
        return json;
    }

    /** @throws MessageException if it is not as written above */
    static Flight read(Fields fields) {
        return new Flight(
                fields.json().containsKey("client")
                        ? Optional.of(fields.number("client", 0, Long.MAX_VALUE))
                        : Optional.empty(),
                new HashSet<>(fields.keys("streams", MAX_STREAMS)),
                fields.flag("over"),
                fields.number("forgotten_events", 0, Long.MAX_VALUE),
                new Flight.Bytes(
                        fields.number("received_bytes", 0, Long.MAX_VALUE),
                        fields.number("acknowledged_bytes", 0, Long.MAX_VALUE),
                        fields.number("queued_bytes", 0, Long.MAX_VALUE)),
                fields.objects("events", MAX_EVENTS, FlightJson::readEvent));
    }

    private static FlightEvent readEvent(Fields fields) {
        return new FlightEvent(fields.time("at"), fields.text("event"), fields.text("text"), (int)
                fields.number("times", 1, Integer.MAX_VALUE));
    }

    static JsonObject numbers(Flight flight) {
        return new JsonObject()
                .put("over", flight.over())
                .put("forgotten_events", flight.forgotten())
                .put("received_bytes", flight.bytes().received())
                .put("acknowledged_bytes", flight.bytes().acknowledged())
                .put("queued_bytes", flight.bytes().queued());
    }

    static JsonArray events(Flight flight) {
        var list = new JsonArray();
        flight.events().forEach(event -> list.add(of(event)));
        return list;
    }

    static JsonObject of(FlightEvent event) {
        return new JsonObject()
                .put("at", event.at().toString())
                .put("event", event.what())
                .put("text", event.text())
                .put("times", event.times());
    }
}
