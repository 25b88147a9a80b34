package dev.headwater.server.control;

import java.util.function.Function;

/**
 * A kind of ask on the wire.
 *
 * @param reader of its fields; throws {@link MessageException} if they are none
 */
record AskType<A>(String name, Function<Fields, Ask<A>> reader, AnswerForm<A> answer) {
    Ask<A> read(Fields fields) {
        return reader.apply(fields);
    }
}
