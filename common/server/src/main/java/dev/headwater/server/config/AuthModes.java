package dev.headwater.server.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ways to be let in, any of which is enough.
 *
 * @param modes in the order of {@link AuthMode}, never empty; REFUSE and OPEN stand alone
 */
public record AuthModes(List<AuthMode> modes) {
    private static final Set<AuthMode> ALONE = EnumSet.of(AuthMode.REFUSE, AuthMode.OPEN);

    public AuthModes {
        modes = List.copyOf(modes);
    }

    /** Reads words of {@code possible}, separated by commas. */
    static AuthModes parse(String text, Set<AuthMode> possible) {
        var words = possible.stream().map(AuthModes::word).toList();
        var modes = EnumSet.noneOf(AuthMode.class);
        for (String word : text.split(",", -1)) {
            if (!words.contains(word.strip())) {
                throw new IllegalArgumentException(
                        "expected one or more of " + String.join(", ", words) + Suggestion.hint(word, words));
            }
            modes.add(AuthMode.valueOf(word.strip().toUpperCase(Locale.ROOT)));
        }
        for (AuthMode alone : ALONE) {
            if (modes.contains(alone) && modes.size() > 1) {
                throw new IllegalArgumentException("expected %s alone or not at all".formatted(word(alone)));
            }
        }
        return new AuthModes(List.copyOf(modes));
    }

    public boolean has(AuthMode mode) {
        return modes.contains(mode);
    }

    private static String word(AuthMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /** As the operator writes it. */
    @Override
    public String toString() {
        return modes.stream().map(AuthModes::word).collect(Collectors.joining(","));
    }
}
