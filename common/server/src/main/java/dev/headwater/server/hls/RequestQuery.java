package dev.headwater.server.hls;

import dev.headwater.server.net.QueryText;
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
    private static final String LOW_LATENCY = "low-latency";

    private final QueryText ours;
    private final String rest;
    private final boolean whole;

    /** @param raw empty if there is none */
    RequestQuery(String raw) {
        var all = QueryText.of(raw);
        ours = all.only(RequestQuery::isOurs);
        rest = all.only(part -> !isOurs(part)).text();
        whole = all.values(LOW_LATENCY).anyMatch("no"::equals);
    }

    private static boolean isOurs(QueryText.Part part) {
        String name = part.name();
        return name.equals(SESSION)
                || name.equals(CONTAINER)
                || HASH.matcher(part.text()).matches()
                || name.toLowerCase(Locale.ROOT).startsWith(DIRECTIVES);
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
        return ours.value(SESSION).orElse("");
    }

    /** Empty if there is none. */
    Optional<String> container() {
        return ours.value(CONTAINER);
    }

    /** Of what is asked for, as the playlist told it; empty if there is none. */
    String hash() {
        return ours.value("v").orElse("");
    }

    /** Whether the player takes whole segments alone. */
    boolean isForWholeSegments() {
        return whole;
    }

    /** {@code _HLS_skip}. */
    boolean isDelta() {
        return ours.value("_HLS_skip")
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
        var value = ours.value(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().matches("\\d{1,15}")) {
            throw new HlsRefusal(400, name + " is no number");
        }
        return OptionalLong.of(Long.parseLong(value.get()));
    }
}
