package dev.headwater.server.relay;

import dev.headwater.server.net.HostPort;
import java.util.Optional;

/** Where a node's relay port is. */
public record RelayAddress(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /** Reads {@code host:port}; an IPv6 address stands in brackets. Empty if it is none. */
    public static Optional<RelayAddress> parse(String authority) {
        int colon = authority.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String host = authority.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            int port = Integer.parseInt(authority.substring(colon + 1));
            return host.isEmpty() || port < 1 || port > MAX_PORT
                    ? Optional.empty()
                    : Optional.of(new RelayAddress(host, port));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** As in a URL: {@code host:port}. */
    @Override
    public String toString() {
        return HostPort.text(host, port);
    }
}
