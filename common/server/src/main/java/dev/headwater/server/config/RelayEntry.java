package dev.headwater.server.config;

import dev.headwater.media.StreamKey;

/** A stream from or to a server that is none of ours. */
public sealed interface RelayEntry permits PullRelay, PushRelay {
    /** For logs and metrics, and what the cluster knows it by: no two have the same. */
    String name();

    /** What it is here. */
    StreamKey stream();
}
