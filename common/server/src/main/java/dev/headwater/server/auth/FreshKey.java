package dev.headwater.server.auth.command;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes secrets. */
final class FreshKey {
    /** Nobody tries 160 bits. */
    private static final int BYTES = 20;

    private FreshKey() {}

    static String make() {
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
