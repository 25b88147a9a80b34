package dev.headwater.server.control;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text form of asks and of answers to them.
 *
 * <pre>
 *   {"v":1,"from":"origin-1","ask":"kick-client","fields":{"number":1795258920123}}
 *   {"v":1,"answer":{"kicked":true}}
 *   {"v":1,"error":{"problem":"this node does not know what is asked","value":"dance"}}
 * </pre>
 */
final class Envelope {
    /** Grows when an older node would misunderstand a newer one; further fields and asks need no new one. */
    static final int VERSION = 1;

    /** What may stand in a log line. */
    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /** Every ask that there is, by its name. */
    private static final Map<String, AskType<?>> TYPES = Stream.of(NodeAsk.TYPES, ClientAsk.TYPES, StreamAsk.TYPES)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(AskType::name, type -> type));

    private Envelope() {}

    /** @param from the node that asks */
    record Asked(String from, Ask<?> ask) {}

    static String write(String from, Ask<?> ask) {
        return versioned()
                .put("from", from)
                .put("ask", ask.type().name())
                .put("fields", ask.json())
                .encode();
    }

    /** @throws MessageException if it is not an ask of our version */
    static Asked readAsk(@Nullable Object body) {
        var fields = checked(body);
        String from = fields.text("from");
        if (!NODE.matcher(from).matches()) {
            throw new MessageException("from is not the name of a node", from);
        }
        String name = fields.text("ask");
        var type = TYPES.get(name);
        if (type == null) {
            throw new MessageException("this node does not know what is asked", name);
        }
        return new Asked(from, type.read(fields.object("fields")));
    }

    static <A> String answer(Ask<A> ask, A answer) {
        return answer(ask.type().answer().write(answer));
    }

    static String answer(JsonObject answer) {
        return versioned().put("answer", answer).encode();
    }

    static String error(MessageException fault) {
        return versioned()
                .put("error", new JsonObject().put("problem", fault.problem()).put("value", fault.value()))
                .encode();
    }

    /** @throws MessageException if it is not an answer to {@code ask}, or an error */
    static <A> A readAnswer(Ask<A> ask, @Nullable Object body) {
        var fields = checked(body);
        if (fields.json().containsKey("error")) {
            var error = fields.object("error");
            throw new MessageException(error.text("problem"), error.text("value"));
        }
        return ask.type().answer().read(fields.object("answer"));
    }

    private static JsonObject versioned() {
        return new JsonObject().put("v", VERSION);
    }

    private static Fields checked(@Nullable Object body) {
        var fields = Fields.parse(body);
        fields.number("v", VERSION, VERSION);
        return fields;
    }
}
