package dev.headwater.server.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that a node is told, by all of its sources together. Immutable. */
public final class Configuration {
    private final NodeConfig node;
    private final SortedMap<String, Setting> settings;

    /** @param settings by key */
    Configuration(NodeConfig node, SortedMap<String, Setting> settings) {
        this.node = node;
        this.settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** What a value was before, and what it is after; secrets are not shown. */
    public record Change(String key, String from, String to) {
        @Override
        public String toString() {
            return "%s: %s -> %s".formatted(key, from, to);
        }
    }

    public NodeConfig node() {
        return node;
    }

    /** In alphabetical order: every key of the node, and of the apps those that are set. */
    public Collection<Setting> settings() {
        return settings.values();
    }

    Optional<Setting> setting(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    /** Whether a reload may give the key the value that it has in {@code next}. */
    boolean mayChange(String key, Configuration next) {
        var from = setting(key);
        var to = next.setting(key);
        return from.or(() -> to)
                .filter(setting -> setting.mayChange(text(from), text(to)))
                .isPresent();
    }

    private static String text(Optional<Setting> setting) {
        return setting.map(Setting::text).orElse("");
    }

    /** What differs in {@code next}, in alphabetical order. */
    List<Change> changesTo(Configuration next) {
        var keys = new TreeSet<>(settings.keySet());
        keys.addAll(next.settings.keySet());
        var changes = new ArrayList<Change>();
        for (String key : keys) {
            var from = setting(key);
            var to = next.setting(key);
            boolean same = (from.isPresent() && to.isPresent())
                    ? from.get().isSameAs(to.get())
                    : from.or(() -> to).filter(one -> one.text().isEmpty()).isPresent();
            if (!same) {
                changes.add(new Change(key, shown(from), shown(to)));
            }
        }
        return List.copyOf(changes);
    }

    private static String shown(Optional<Setting> setting) {
        return setting.flatMap(Setting::shown).orElse("not set");
    }
}
