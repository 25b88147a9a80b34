package dev.headwater.server.config;

import java.util.List;
import java.util.regex.Pattern;

/** The words of a relay's entry. No message quotes them: the URL is secret. */
final class RelayWords {
    /** With no dot at its edges, as the name of a stream: the relay's owner is found by it. */
    private static final Pattern NAME = Pattern.compile("(?!\\.)[A-Za-z0-9._-]{1,64}(?<!\\.)");

    private RelayWords() {}

    /** An entry of a list, which commas divide: {@code %2C} stands for one of its own. */
    static String withCommas(String entry) {
        return entry.replaceAll("%2[Cc]", ",");
    }

    /** @param form what is expected, for the message */
    static List<String> of(String text, int count, String form) {
        var words = List.of(text.strip().split("\\s+", -1));
        if (words.size() != count) {
            throw new IllegalArgumentException("expected " + form);
        }
        if (!NAME.matcher(words.getFirst()).matches()) {
            throw new IllegalArgumentException(
                    "expected a name of 1 to 64 letters, digits, dots, dashes or underscores, and no dot at its edges");
        }
        return words;
    }
}
