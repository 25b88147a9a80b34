package dev.headwater.loadtest.lab.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** The results for machines. Its fields are a promise, described in docs/lab.md. */
public final class LabJson {
    static final int SCHEMA = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private LabJson() {}

    /**
     * The text of the file.
     *
     * @param network on which the nodes ran, in words
     */
    public static String of(String network, List<FaultResult> results) {
        var tree = JsonNodeFactory.instance.objectNode();
        tree.put("schema", SCHEMA);
        tree.put("network", network);
        tree.put("cores", Runtime.getRuntime().availableProcessors());
        var faults = tree.putArray("faults");
        results.forEach(result -> fault(faults.addObject(), result));
        try {
            return MAPPER.writeValueAsString(tree) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and texts cannot be written", e);
        }
    }

    private static void fault(ObjectNode json, FaultResult result) {
        json.put("id", result.id());
        json.put("title", result.title());
        json.put("outcome", name(result.outcome()));
        var rounds = json.putArray("rounds");
        for (var round : result.rounds()) {
            var item = rounds.addObject();
            item.put("outcome", name(round.outcome()));
            item.put("reason", round.reason());
            item.put("cpuPressure", round.cpuPressure());
            item.put("logs", round.logs());
            var evidence = item.putArray("evidence");
            round.evidence().forEach(evidence::add);
            figures(item.putArray("control"), round.control());
            figures(item.putArray("figures"), round.figures());
        }
    }

    private static void figures(ArrayNode json, List<Figure> figures) {
        for (var figure : figures) {
            var item = json.addObject();
            item.put("name", figure.name());
            item.put("value", figure.value());
            item.put("unit", figure.unit());
            item.put("met", figure.isMet());
            switch (figure.bound()) {
                case Bound.AtMost(double limit) -> item.put("atMost", limit);
                case Bound.Exactly(double wanted) -> item.put("exactly", wanted);
                case Bound.Yes() -> item.put("exactly", 1.0);
                case Bound.Any() -> {}
            }
        }
    }

    private static String name(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
