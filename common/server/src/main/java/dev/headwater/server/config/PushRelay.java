package dev.headwater.server.config;

import dev.headwater.media.StreamKey;

/**
 * A stream of ours that is published to another server.
 *
 * @param name for logs and metrics
 */
public record PushRelay(String name, StreamKey stream, RelayUrl url) implements RelayEntry {
    /** Reads {@code name app/stream url}. */
    public static PushRelay parse(String text) {
        var words = RelayWords.of(text, 3, "a relay as: name app/stream url");
        return new PushRelay(words.get(0), StreamKey.ofText(words.get(1)), RelayUrl.parse(words.get(2)));
    }
}
