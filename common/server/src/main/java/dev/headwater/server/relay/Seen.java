package dev.headwater.server.relay;

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

    /** Takes a play's query apart; {@link #NOTHING} if it is not one of ours. */
    public static Seen parse(String query) {
        long number = -1;
        long position = -1;
        String origin = "";
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String value = part.substring(equals + 1);
            switch (equals < 0 ? "" : part.substring(0, equals)) {
                case NUMBER -> number = number(value);
                case ORIGIN -> origin = value;
                case POSITION -> position = number(value);
                default -> {} // of a later version
            }
        }
        return number < 1 || position < 0 ? NOTHING : new Seen(new Epoch(number, origin), position);
    }

    private static long number(String text) {
        try {
            long number = Long.parseLong(text);
            return number >= MAX_EXACT ? -1 : number;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
