package dev.headwater.server.config;

import java.util.Optional;

/** One key of a node with its value, and where that is from. Immutable. */
public final class Setting {
    static final String DEFAULT = "default";

    private final ConfigKey key;
    private final String text;
    private final String source;

    /**
     * @param text as it was written; empty if it has no value
     * @param source for people: a file, a variable, {@code --set}, or {@link #DEFAULT}
     */
    Setting(ConfigKey key, String text, String source) {
        this.key = key;
        this.text = text;
        this.source = source;
    }

    /** {@code rtmp.port}. */
    public String key() {
        return key.name();
    }

    /** The value as everybody may see it; empty if it has none. */
    public Optional<String> shown() {
        return text.isEmpty() ? Optional.empty() : Optional.of(key.shown(text));
    }

    public String source() {
        return source;
    }

    public boolean isDefault() {
        return source.equals(DEFAULT);
    }

    /** Whether another value may come to hold while the node runs. */
    public boolean isReloadable() {
        return key.mayChange(text, "other");
    }

    /** {@link ConfigKey#mayChange}. */
    boolean mayChange(String from, String to) {
        return key.mayChange(from, to);
    }

    /** Secret. */
    String text() {
        return text;
    }

    /** A default that is found anew for each process is still the default. */
    boolean isSameAs(Setting other) {
        return text.equals(other.text) || (isDefault() && other.isDefault());
    }
}
