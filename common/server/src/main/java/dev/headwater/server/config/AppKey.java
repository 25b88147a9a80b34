package dev.headwater.server.config;

import dev.headwater.media.StreamKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A key that is set for one app: {@code apps.live.fanout.max-delay}.
 *
 * @param app as {@link StreamKey} allows it; may hold dots and slashes
 * @param common the key that holds for all other apps
 */
record AppKey(String app, ConfigKey common) {
    static final String GROUP = "apps";
    private static final String PREFIX = GROUP + ".";

    /**
     * Takes a key's name apart: an app with dots may stand in quotes ({@code apps."a.b".fanout.max-delay}) or not, for its end
     * is where a known key begins. Empty if the name is none of an app's keys.
     */
    static Optional<AppKey> parse(String name) {
        return ConfigKeys.PER_APP.values().stream()
                .filter(key -> name.startsWith(PREFIX) && name.endsWith("." + key.name()))
                .max(Comparator.comparingInt(key -> key.name().length()))
                .filter(key -> name.length() > PREFIX.length() + key.name().length())
                .map(key -> new AppKey(app(name, key), key));
    }

    private static String app(String name, ConfigKey key) {
        String app = name.substring(PREFIX.length(), name.length() - key.name().length() - 1);
        boolean quoted = app.length() > 2 && app.startsWith("\"") && app.endsWith("\"");
        return quoted ? app.substring(1, app.length() - 1) : app;
    }

    /** @throws IllegalArgumentException if no stream can have this app; the message says why */
    void check() {
        var _ = new StreamKey(app, "name");
    }

    /** The name in the one form that all sources share. */
    String name() {
        return name(app, common);
    }

    /** The same key for this app alone. */
    ConfigKey key() {
        return common.named(name());
    }

    private static String name(String app, ConfigKey key) {
        return PREFIX + (app.indexOf('.') < 0 ? app : "\"" + app + "\"") + "." + key.name();
    }

    /** The keys that somebody who wrote {@code unknown} may have meant. */
    static List<String> near(String unknown) {
        var segments = Arrays.asList(unknown.replace("\"", "").split("\\.", -1));
        var near = new ArrayList<String>();
        for (var key : ConfigKeys.PER_APP.values()) {
            int end = segments.size() - key.name().split("\\.", -1).length;
            if (end > 1) {
                near.add(name(String.join(".", segments.subList(1, end)), key));
            }
        }
        return near;
    }
}
