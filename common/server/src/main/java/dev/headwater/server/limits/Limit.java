package dev.headwater.server.limits;

import dev.headwater.server.auth.Action;
import java.util.List;
import java.util.Locale;

/** What is limited. Those of streams, apps and addresses hold for the whole cluster. */
public enum Limit {
    PLAYERS_PER_STREAM,
    PLAYERS_PER_APP,
    PLAYERS_PER_ADDRESS,
    PLAYERS_PER_NODE,
    PUBLISHERS_PER_APP,
    PUBLISHERS_PER_ADDRESS,
    PUBLISHERS_PER_NODE,
    CONNECTIONS_PER_ADDRESS,
    CONNECTS_PER_ADDRESS,
    CONNECTS_PER_NODE,
    PUBLISH_KBPS,
    HEAP_PERCENT;

    private static final List<Limit> OF_PLAYERS =
            List.of(PLAYERS_PER_NODE, PLAYERS_PER_APP, PLAYERS_PER_STREAM, PLAYERS_PER_ADDRESS);
    private static final List<Limit> OF_PUBLISHERS =
            List.of(PUBLISHERS_PER_NODE, PUBLISHERS_PER_APP, PUBLISHERS_PER_ADDRESS);

    /** Those that an app may have of its own. */
    static final List<Limit> OF_APPS = List.of(
            PLAYERS_PER_APP,
            PLAYERS_PER_STREAM,
            PLAYERS_PER_ADDRESS,
            PUBLISHERS_PER_APP,
            PUBLISHERS_PER_ADDRESS,
            PUBLISH_KBPS);

    static List<Limit> of(Action action) {
        return switch (action) {
            case PLAY -> OF_PLAYERS;
            case PUBLISH -> OF_PUBLISHERS;
        };
    }

    /** In the configuration. */
    public String key() {
        return "limits." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isOfNode() {
        return this == PLAYERS_PER_NODE || this == PUBLISHERS_PER_NODE;
    }
}
