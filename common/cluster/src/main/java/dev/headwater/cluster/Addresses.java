package dev.headwater.cluster;

/** What may stand as a host and a port in records and settings. */
final class Addresses {
    private static final int MAX_HOST_CHARS = 253; // RFC 1035, 2.3.4, in text form
    private static final int MAX_PORT = 65_535;

    private Addresses() {}

    static void requireHost(String what, String host) {
        if (host.isBlank() || host.length() > MAX_HOST_CHARS) {
            throw new IllegalArgumentException(
                    "%s has %d characters, expected 1 to %d".formatted(what, host.length(), MAX_HOST_CHARS));
        }
    }

    static void requirePort(String what, int port) {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("%s is %d, expected 1 to %d".formatted(what, port, MAX_PORT));
        }
    }

    static void requirePortOrZero(String what, int port) {
        if (port != 0) {
            requirePort(what, port);
        }
    }
}
