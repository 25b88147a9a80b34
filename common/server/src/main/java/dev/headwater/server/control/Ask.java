package dev.headwater.server.control;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What one node asks another.
 *
 * @param <A> the answer
 */
sealed interface Ask<A> permits ClientAsk, NodeAsk, StreamAsk {
    /** How many clients or streams one answer has at most. */
    int MAX_ITEMS = 1_000;

    AskType<A> type();

    /** The fields, as its type reads them; none if it has none. */
    default JsonObject json() {
        return new JsonObject();
    }

    /** How long to wait for the answer. */
    default Duration patience() {
        return Asking.PATIENCE;
    }

    /**
     * Asks this node.
     *
     * @param from the node that asks
     */
    Future<A> putTo(NodeAnswers node, String from);
}
