package dev.headwater.server.config;

import dev.headwater.media.StreamKey;

/**
 * A stream of another server that becomes one of ours.
 *
 * @param name for logs and metrics
 * @param stream what it is here
 * @param always whether it is pulled when nobody plays it
 */
public record PullRelay(String name, StreamKey stream, boolean always, RelayUrl url) implements RelayEntry {
    /** Reads {@code name app/stream on-demand|always url}. */
    public static PullRelay parse(String text) {
        var words = RelayWords.of(text, 4, "a relay as: name app/stream on-demand|always url");
        boolean always = switch (words.get(2)) {
            case "always" -> true;
            case "on-demand" -> false;
            default -> throw new IllegalArgumentException("expected on-demand or always as the third word");
        };
        return new PullRelay(words.get(0), StreamKey.ofText(words.get(1)), always, RelayUrl.parse(words.get(3)));
    }
}
