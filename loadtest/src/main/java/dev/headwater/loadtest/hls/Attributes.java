package dev.headwater.loadtest.hls;

import java.util.Optional;

/** The attribute list behind a tag (RFC 8216, 4.2), looked through at each question. */
record Attributes(String text) {
    /** The value of {@code name}, without its quotation marks. */
    Optional<String> get(String name) {
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            boolean quoted = equals + 1 < text.length() && text.charAt(equals + 1) == '"';
            int from = quoted ? equals + 2 : equals + 1;
            int end = text.indexOf(quoted ? '"' : ',', from);
            int to = end < 0 ? text.length() : end;
            if (equals - at == name.length() && text.startsWith(name, at)) {
                return Optional.of(text.substring(from, to));
            }
            at = quoted ? to + 2 : to + 1;
        }
        return Optional.empty();
    }

    boolean isYes(String name) {
        return get(name).filter("YES"::equals).isPresent();
    }

    String require(String name) throws PlaylistException {
        var value = get(name);
        if (value.isEmpty()) {
            throw new PlaylistException("no %s in '%s'".formatted(name, text));
        }
        return value.get();
    }

    /** Milliseconds of a value in seconds; 0 without it. */
    long millis(String name) throws PlaylistException {
        var value = get(name);
        return value.isEmpty() ? 0 : MediaPlaylist.millis(value.get());
    }
}
