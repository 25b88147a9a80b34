package dev.headwater.server.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The query of a request: what is for us, and what goes on to the addresses in the answer, such as tokens, as the client wrote it.
 */
final class RequestQuery {
    private static final String SESSION = "session";
    private static final String CONTAINER = "container";
    private static final String DIRECTIVES = "_hls_";

    /** As our playlists write it: any other {@code v} is the client's. */
    private static final Pattern HASH = Pattern.compile("v=[0-9a-f]{8}");

    /** Goes on to the addresses in the answer, too. */
    private static final String WHOLE = "low-latency=no";

    private final List<String> ours = new ArrayList<>();
    private final String rest;
    private final boolean whole;

    /** @param raw empty if there is none */
    RequestQuery(String raw) {
        var others = new ArrayList<String>();
        for (String pair : raw.split("&", -1)) {
            String name = pair.substring(0, pair.indexOf('=') < 0 ? pair.length() : pair.indexOf('='));
            if (name.equals(SESSION)
                    || name.equals(CONTAINER)
                    || HASH.matcher(pair).matches()
                    || name.toLowerCase(Locale.ROOT).startsWith(DIRECTIVES)) {
                ours.add(pair);
            } else if (!pair.isEmpty()) {
                others.add(pair);
            }
        }
        rest = String.join("&", others);
        whole = others.contains(WHOLE);
    }

    /** What is not for us. */
    String rest() {
        return rest;
    }

    /** The same, with a session, for addresses. */
    String with(String session) {
        return "?" + SESSION + "=" + session + (rest.isEmpty() ? "" : "&" + rest);
    }

    /** Empty if there is none. */
    String session() {
        return value(SESSION).orElse("");
    }

    /** Empty if there is none. */
    Optional<String> container() {
        return value(CONTAINER);
    }

    /** Of what is asked for, as the playlist told it; empty if there is none. */
    String hash() {
        return value("v").orElse("");
    }

    /** Whether the player takes whole segments alone. */
    boolean isForWholeSegments() {
        return whole;
    }

    /** {@code _HLS_skip}. */
    boolean isDelta() {
        return value("_HLS_skip")
                .filter(skip -> skip.equals("YES") || skip.equals("v2"))
                .isPresent();
    }

    /** {@code _HLS_msn}. */
    OptionalLong segment() {
        return number("_HLS_msn");
    }

    /** {@code _HLS_part}. */
    OptionalLong part() {
        return number("_HLS_part");
    }

    private OptionalLong number(String name) {
        var value = value(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().matches("\\d{1,15}")) {
            throw new HlsRefusal(400, name + " is no number");
        }
        return OptionalLong.of(Long.parseLong(value.get()));
    }

    private Optional<String> value(String name) {
        return ours.stream()
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }
}
