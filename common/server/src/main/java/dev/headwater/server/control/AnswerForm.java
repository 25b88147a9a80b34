package dev.headwater.server.control;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/**
 * How an answer is written for another node, and read there.
 *
 * @param reader throws {@link MessageException} if it is none
 */
record AnswerForm<A>(Function<A, JsonObject> writer, Function<Fields, A> reader) {
    /** Whether something was done. */
    static AnswerForm<Boolean> flag(String name) {
        return new AnswerForm<>(done -> new JsonObject().put(name, done), answer -> answer.flag(name));
    }

    /** How often something was done. */
    static AnswerForm<Integer> count(String name) {
        return new AnswerForm<>(
                times -> new JsonObject().put(name, times), answer -> (int) answer.number(name, 0, Integer.MAX_VALUE));
    }

    /** @param most that are read */
    static <T> AnswerForm<List<T>> list(
            String name, int most, Function<T, JsonObject> writer, Function<Fields, T> reader) {
        return new AnswerForm<>(
                items -> {
                    var list = new JsonArray();
                    items.forEach(item -> list.add(writer.apply(item)));
                    return new JsonObject().put(name, list);
                },
                answer -> answer.objects(name, most, reader));
    }

    JsonObject write(A answer) {
        return writer.apply(answer);
    }

    A read(Fields answer) {
        return reader.apply(answer);
    }
}
