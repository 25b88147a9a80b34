package dev.headwater.server.hooks;

import java.util.Locale;

/** What callbacks are asked about, or told of. */
public enum HookEvent {
    CONNECT,
    PUBLISH,
    UNPUBLISH,
    PLAY,
    STOP,
    UPDATE,
    NODE;

    private final String word = "on_" + name().toLowerCase(Locale.ROOT);

    /** As the configuration calls it: {@code on-publish}. */
    String key() {
        return word.replace('_', '-');
    }

    /** As our own format, SRS and metrics call it: {@code on_publish}. */
    public String word() {
        return word;
    }
}
