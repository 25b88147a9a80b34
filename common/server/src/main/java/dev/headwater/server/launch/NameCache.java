package dev.headwater.server.launch;

import java.security.Security;

/**
 * How long this process believes what the machine's resolver said of a name: pods move within seconds, and a resolver that does
 * not answer is no reason to forget where everybody was.
 */
final class NameCache {
    private static final int SECONDS = 5;

    /** Of a name that was not there: that of a pod which is about to start comes late. */
    private static final int UNKNOWN_SECONDS = 1;

    /** While the resolver is silent. */
    private static final int STALE_SECONDS = 3_600;

    private NameCache() {}

    /** For the whole process; to be called before anything looks a name up. */
    static void keepShortly() {
        Security.setProperty("networkaddress.cache.ttl", Integer.toString(SECONDS));
        Security.setProperty("networkaddress.cache.negative.ttl", Integer.toString(UNKNOWN_SECONDS));
        Security.setProperty("networkaddress.cache.stale.ttl", Integer.toString(STALE_SECONDS));
    }
}
