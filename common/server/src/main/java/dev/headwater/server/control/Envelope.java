package dev.headwater.server.control;

import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
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

    private Envelope() {}

    /** @param from the node that asks */
    record Asked(String from, Ask<?> ask) {}

    static String write(String from, Ask<?> ask) {
        return versioned()
                .put("from", from)
                .put("ask", ask.name())
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
        return new Asked(from, Ask.of(fields.text("ask"), fields.object("fields")));
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
        return ask.read(fields.object("answer"));
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
