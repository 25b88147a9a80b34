package dev.headwater.server.log;

import java.util.regex.Pattern;

/** What a peer chose, where operators read it. */
public final class PeerText {
    /** Control and format characters, line ends, and what is no character. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private PeerText() {}

    /**
     * The text as it may stand in a log: it makes no lines of its own there and moves no cursor. Letters of all scripts stay.
     *
     * @param maxChars more is cut
     */
    public static String printable(String text, int maxChars) {
        String cut = text.length() <= maxChars ? text : text.substring(0, maxChars) + "...";
        return UNPRINTABLE.matcher(cut).replaceAll("?");
    }
}
