package dev.headwater.server.control;

import java.util.List;
import java.util.SortedMap;

/**
 * What several nodes answered to one ask.
 *
 * @param answers by node
 * @param unanswered the nodes that did not answer in time, or not what was asked
 */
record Gathered<A>(SortedMap<String, A> answers, List<String> unanswered) {
    Gathered {
        unanswered = List.copyOf(unanswered);
    }
}
