package dev.headwater.server.hooks;

import dev.headwater.media.StreamKey;
import dev.headwater.server.config.RelayUrl;

/** Publishes streams of ours at servers that callbacks name. Thread-safe. */
@FunctionalInterface
public interface Pushes {
    /** Tries again and again until it is ended. */
    Push begin(StreamKey stream, RelayUrl to);

    /** One of them. */
    @FunctionalInterface
    interface Push {
        void end();
    }
}
