package dev.headwater.server.hooks;

import dev.headwater.server.auth.Action;
import java.util.Locale;

/** What callbacks are asked about, or told of. */
public enum HookEvent {
    CONNECT,
    CLOSE,
    PUBLISH,
    UNPUBLISH,
    PLAY,
    STOP,
    DONE,
    UPDATE,
    RECORD,
    NODE;

    private final String word = "on_" + name().toLowerCase(Locale.ROOT);

    /** What is told when somebody does so no longer. */
    static HookEvent endOf(Action action) {
        return switch (action) {
            case PUBLISH -> UNPUBLISH;
            case PLAY -> STOP;
        };
    }

    /** As the configuration calls it: {@code on-publish}. */
    String key() {
        return word.replace('_', '-');
    }

    /** As our own format, SRS and metrics call it: {@code on_publish}. */
    public String word() {
        return word;
    }
}
