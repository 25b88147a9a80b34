package dev.headwater.deploy.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A list of the API, gathered from its pages.
 *
 * @param whole as it would be without pages, for scripts
 */
record Listing(ObjectNode whole, List<JsonNode> items) {
    /** Of one page; the API's own bound. */
    private static final int PAGE = 1_000;

    /**
     * @param query without a limit, e.g. {@code streams} or {@code clients?node=edge-1}
     * @param name of the array in the answer
     * @param limit most items
     */
    static Listing of(Api api, String query, String name, int limit) throws InterruptedException {
        String page = query + (query.contains("?") ? "&" : "?") + "limit=";
        var whole = (ObjectNode) api.get(page + Math.min(PAGE, limit));
        var items = new ArrayList<>(items(whole, name));
        String next = whole.path("next").asText();
        while (!next.isEmpty() && items.size() < limit) {
            var more = api.get(page + Math.min(PAGE, limit - items.size()) + "&after="
                    + URLEncoder.encode(next, StandardCharsets.UTF_8));
            items.addAll(items(more, name));
            next = more.path("next").asText();
        }
        whole.remove("next");
        whole.putArray(name).addAll(items);
        return new Listing(whole, items);
    }

    private static List<JsonNode> items(JsonNode page, String name) {
        return StreamSupport.stream(page.path(name).spliterator(), false).toList();
    }

    /** What a table does not show. */
    void printRest(PrintWriter out) {
        long total = whole.path("total").asLong(items.size());
        if (total > items.size()) {
            out.printf("%d of %d; --limit shows more%n", items.size(), total);
        }
        printUnanswered(whole, out);
    }

    /** The nodes that an answer is without. */
    static void printUnanswered(JsonNode answer, PrintWriter out) {
        var silent = answer.path("unanswered");
        if (!silent.isEmpty()) {
            out.printf(
                    "without what these nodes have, which did not answer: %s%n",
                    StreamSupport.stream(silent.spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(", ")));
        }
        out.flush();
    }

    /** How long ago {@code since} was, in its two largest units. */
    static String age(String since, Instant now) {
        try {
            var age = Duration.between(Instant.parse(since), now);
            if (age.isNegative()) {
                return "0s";
            }
            if (age.toDays() > 0) {
                return "%dd%dh".formatted(age.toDays(), age.toHoursPart());
            }
            if (age.toHours() > 0) {
                return "%dh%dm".formatted(age.toHours(), age.toMinutesPart());
            }
            return age.toMinutes() > 0
                    ? "%dm%ds".formatted(age.toMinutes(), age.toSecondsPart())
                    : age.toSeconds() + "s";
        } catch (DateTimeParseException e) {
            return "?";
        }
    }
}
