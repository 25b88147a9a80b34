package dev.headwater.server.config;

import dev.headwater.media.StreamKey;

/** A stream from or to a server that is none of ours. */
public sealed interface RelayEntry permits PullRelay, PushRelay {
    /**
     * Reads a relay as it stands in the configuration.
     *
     * @param kind {@code pull} or {@code push}
     * @throws IllegalArgumentException if it is none; the message does not quote it
     */
    static RelayEntry parse(String kind, String text) {
        return switch (kind) {
            case "pull" -> PullRelay.parse(text);
            case "push" -> PushRelay.parse(text);
            default -> throw new IllegalArgumentException("expected pull or push as the kind of a relay");
        };
    }

    /** {@code pull} or {@code push}. */
    default String kind() {
        return switch (this) {
            case PullRelay _ -> "pull";
            case PushRelay _ -> "push";
        };
    }

    /** For logs and metrics, and what the cluster knows it by: no two have the same. */
    String name();

    /** What it is here. */
    StreamKey stream();

    /** At the other server. */
    RelayUrl url();
}
