package dev.headwater.server.relay;

import dev.headwater.server.net.QueryText;

/**
 * What a pulling node knows of a stream and tells the owner as the query of its play: an owner that has lost its past (a
 * directory that forgot, a restart) raises its epoch and its timeline above it.
 *
 * @param epoch the highest one that was seen; {@link Epoch#NONE} for none
 * @param timelineMs the newest position that was delivered, 0 for none
 */
public record Seen(Epoch epoch, long timelineMs) {
    /** Nothing is known. */
    public static final Seen NOTHING = new Seen(Epoch.NONE, 0);

    /** From here on neither number is exact on the wire (AMF numbers are doubles), and none is believed. */
    private static final long MAX_EXACT = 1L << 53;

    private static final String NUMBER = "seen";
    private static final String ORIGIN = "by";
    private static final String POSITION = "at";

    /** For the play's name, behind the {@code ?}. */
    String query() {
        return NUMBER + "=" + epoch.number() + "&" + ORIGIN + "=" + epoch.originId() + "&" + POSITION + "="
                + timelineMs;
    }

    /** Reads a play's query; {@link #NOTHING} if it is not one of ours. */
    static Seen read(QueryText query) {
        long number = number(query, NUMBER);
        long position = number(query, POSITION);
        String origin = query.value(ORIGIN).orElse("");
        return number < 1 || position < 0 ? NOTHING : new Seen(new Epoch(number, origin), position);
    }

    private static long number(QueryText query, String name) {
        try {
            long number = Long.parseLong(query.value(name).orElse(""));
            return number >= MAX_EXACT ? -1 : number;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
