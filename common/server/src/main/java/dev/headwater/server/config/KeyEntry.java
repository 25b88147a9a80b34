package dev.headwater.server.config;

import java.util.List;

/** A stream key and what it lets its holder publish. A stream may have several, while one replaces another. */
public record KeyEntry(StreamPattern streams, SecretHash hash) {
    private static final String FORM = "a stream key as: app/name sha256:hash";

    /** Reads {@code app/name sha256:hash}; {@code app/*} and {@code app/begin*} are for a key beside the name. */
    public static KeyEntry parse(String text) {
        var words = List.of(text.strip().split("\\s+", -1));
        if (words.size() != 2) {
            throw new IllegalArgumentException("expected " + FORM);
        }
        return new KeyEntry(StreamPattern.parse(words.get(0)), SecretHash.parse(words.get(1)));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return streams + " " + hash;
    }
}
