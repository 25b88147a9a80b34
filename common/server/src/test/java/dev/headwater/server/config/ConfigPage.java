package dev.headwater.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of docs/configuration.md, made from the keys. */
final class ConfigPage {
    private ConfigPage() {}

    static String tables() {
        return ConfigKeys.groups().entrySet().stream()
                .map(group -> table(group.getKey(), group.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String table(String group, String description) {
        var lines = new ArrayList<>(List.of(
                "## " + (group.isEmpty() ? "Without a group" : "`" + group + "`"),
                description,
                "",
                "| key | default | meaning | bounds | changes |",
                "|---|---|---|---|---|"));
        var keys = group.equals(AppKey.GROUP) ? keysOfAnApp() : ConfigKeys.ALL.values().stream();
        keys.filter(key -> groupOf(key).equals(group)).map(ConfigPage::row).forEach(lines::add);
        return String.join("\n", lines) + "\n";
    }

    private static Stream<ConfigKey> keysOfAnApp() {
        return ConfigKeys.PER_APP.values().stream()
                .map(key -> new ConfigKey(
                        new AppKey("<app>", key).name(),
                        key.description(),
                        "as `" + key.name() + "`",
                        key.converter(),
                        key.bounds(),
                        key.secret(),
                        key.reload()));
    }

    private static String row(ConfigKey key) {
        String bounds =
                key.bounds().map(it -> "%s to %s".formatted(it.min(), it.max())).orElse("");
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(key.name(), key.defaultText(), key.description(), bounds, key.changes());
    }

    private static String groupOf(ConfigKey key) {
        int dot = key.name().indexOf('.');
        return dot < 0 ? "" : key.name().substring(0, dot);
    }
}
