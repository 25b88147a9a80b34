package dev.headwater.loadtest.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A value of a scenario, with its place in the file for when it is wrong. Not thread-safe. */
final class Entry {

    private final String file;
    private final Node node;

    Entry(String file, Node node) {
        this.file = file;
        this.node = node;
    }

    /** @throws ScenarioException always */
    ScenarioException wrong(String reason) {
        var mark = node.getStartMark();
        return new ScenarioException(
                "%s: line %d, column %d: %s".formatted(file, mark.getLine() + 1, mark.getColumn() + 1, reason));
    }

    /** The value as keys and values: no key twice, and none but {@code known}. */
    Map<String, Entry> keys(Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("expected keys and values, found " + shape());
        }
        var keys = new LinkedHashMap<String, Entry>();
        for (var pair : mapping.getValue()) {
            var key = new Entry(file, pair.getKeyNode());
            String name = key.text();
            if (!known.contains(name)) {
                throw key.wrong("there is no key '%s' here; there are %s"
                        .formatted(
                                name, String.join(", ", known.stream().sorted().toList())));
            }
            if (keys.put(name, new Entry(file, pair.getValueNode())) != null) {
                throw key.wrong("'%s' is here twice".formatted(name));
            }
        }
        return keys;
    }

    List<Entry> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong("expected a list, found " + shape());
        }
        var items = new ArrayList<Entry>();
        sequence.getValue().forEach(item -> items.add(new Entry(file, item)));
        return items;
    }

    String text() {
        if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            throw wrong("expected a value, found " + shape());
        }
        return scalar.getValue();
    }

    int whole(int min, int max) {
        String text = text();
        if (!text.matches("\\d{1,9}")) {
            throw wrong("expected a whole number, found '%s'".formatted(text));
        }
        int value = Integer.parseInt(text);
        if (value < min || value > max) {
            throw wrong("expected %d to %d, found %d".formatted(min, max, value));
        }
        return value;
    }

    /** A number above 0, a million at most. */
    double positive() {
        String text = text();
        if (!text.matches("\\d{1,7}(\\.\\d{1,6})?")) {
            throw wrong("expected a number, found '%s'".formatted(text));
        }
        double value = Double.parseDouble(text);
        if (value == 0 || value > 1e6) {
            throw wrong("expected a number above 0, a million at most, found " + text);
        }
        return value;
    }

    boolean flag() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong("expected true or false, found '%s'".formatted(text()));
        };
    }

    Duration duration() {
        return as(Durations::parse);
    }

    /** A duration that is not zero. */
    Duration some() {
        var duration = duration();
        if (duration.isZero()) {
            throw wrong("expected a duration above 0");
        }
        return duration;
    }

    /** What {@code reader} makes of the text; what it refuses is wrong at this place. */
    <T> T as(Function<String, T> reader) {
        String text = text();
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private String shape() {
        return switch (node.getNodeId()) {
            case mapping -> "keys and values";
            case sequence -> "a list";
            case scalar -> node.getTag().equals(Tag.NULL) ? "nothing" : "'" + ((ScalarNode) node).getValue() + "'";
            default -> node.getNodeId().name().toLowerCase(Locale.ROOT);
        };
    }
}
