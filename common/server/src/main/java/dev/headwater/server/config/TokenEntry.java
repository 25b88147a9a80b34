package dev.headwater.server.config;

import java.util.List;
import java.util.Locale;

/** A token of the API, and what it lets its holder do. There may be several, while one replaces another. */
public record TokenEntry(Scope scope, SecretHash hash) {
    private static final String FORM = "a token as: read sha256:hash, or write sha256:hash";

    /** What may be asked of the API. */
    public enum Scope {
        /** What shows. */
        READ,
        /** What changes, too. */
        WRITE
    }

    /** Reads {@code read sha256:hash} or {@code write sha256:hash}. */
    public static TokenEntry parse(String text) {
        var words = List.of(text.strip().split("\\s+", -1));
        if (words.size() != 2) {
            throw new IllegalArgumentException("expected " + FORM);
        }
        var scope = switch (words.get(0)) {
            case "read" -> Scope.READ;
            case "write" -> Scope.WRITE;
            default -> throw new IllegalArgumentException("expected " + FORM);
        };
        return new TokenEntry(scope, SecretHash.parse(words.get(1)));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return scope.name().toLowerCase(Locale.ROOT) + " " + hash;
    }
}
