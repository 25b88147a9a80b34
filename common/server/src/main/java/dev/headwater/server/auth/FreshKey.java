package dev.headwater.server.auth;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes secrets. */
public final class FreshKey {
    /** Nobody tries 160 bits. */
    private static final int BYTES = 20;

    private FreshKey() {}

    public static String make() {
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
