package dev.headwater.deploy.configure;

import dev.headwater.media.StreamKey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

/** What becomes of another server's configuration: keys of ours, and notes on what has none. Used by one thread. */
final class Imported {
    private final Map<String, Object> tree = new LinkedHashMap<>();
    private final Set<Note> notes = new LinkedHashSet<>(); // what several apps inherit is told once

    /** What was not taken over as it is, and why. */
    record Note(int line, String text, String why) {
        @Override
        public String toString() {
            return "line %d: %s: %s".formatted(line, text, why);
        }
    }

    /** @param value a text or a list of texts */
    void set(Object value, String... path) {
        var group = tree;
        for (int i = 0; i < path.length - 1; i++) {
            group = child(group, path[i]);
        }
        group.put(path[path.length - 1], value);
    }

    @SuppressWarnings("unchecked") // whatever is in the tree was put there by set
    private static Map<String, Object> child(Map<String, Object> group, String name) {
        return (Map<String, Object>) group.computeIfAbsent(name, key -> new LinkedHashMap<String, Object>());
    }

    /** A key of one app; noted if it cannot be an app of ours. */
    void setForApp(Directive directive, String app, Object value, String group, String key) {
        try {
            var _ = new StreamKey(app, "name");
            set(value, "apps", app, group, key);
        } catch (IllegalArgumentException e) {
            note(directive, "no app can have this name here: " + e.getMessage());
        }
    }

    void note(Directive directive, String why) {
        notes.add(new Note(directive.line(), directive.text(), why));
    }

    /** In the order of the file. */
    List<Note> notes() {
        return notes.stream().sorted(Comparator.comparingInt(Note::line)).toList();
    }

    String yaml() {
        if (tree.isEmpty()) {
            return "";
        }
        var options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        return new Yaml(options).dump(tree);
    }
}
