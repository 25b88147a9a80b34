package dev.headwater.rtmp.amf;

/** Tells whether a decoded text is what the peer sent. */
public final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /**
     * False if {@code decoded} came from bytes that are not UTF-8, in whose place readers put U+FFFD.
     *
     * <p>For names, which must not become equal by damage. A U+FFFD that was really sent counts as damage too.
     */
    public static boolean isIntact(String decoded) {
        return decoded.indexOf(REPLACEMENT) < 0;
    }
}
