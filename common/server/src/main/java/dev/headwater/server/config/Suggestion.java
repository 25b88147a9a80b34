package dev.headwater.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody who mistyped a name probably meant. */
public final class Suggestion {
    private Suggestion() {}

    /** The known name nearest to {@code unknown}; empty if none is near enough to be meant. */
    public static Optional<String> closest(String unknown, Collection<String> known) {
        var distance = new LevenshteinDistance(Math.max(2, unknown.length() / 4));
        return known.stream()
                .filter(name -> distance.apply(unknown, name) >= 0)
                .min(Comparator.<String>comparingInt(name -> distance.apply(unknown, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code " (did you mean rtmp.port?)"}, or nothing. */
    public static String hint(String unknown, Collection<String> known) {
        return closest(unknown, known)
                .map(name -> " (did you mean " + name + "?)")
                .orElse("");
    }
}
