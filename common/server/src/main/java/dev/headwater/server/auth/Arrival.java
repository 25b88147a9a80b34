package dev.headwater.server.auth;

import java.net.InetAddress;

/**
 * A client connects, and has not said what it wants.
 *
 * @param app as in {@code rtmp://host/app}, without query
 * @param query of the address that it connects to, raw; secret
 * @param isEncoder whether it says that it is to publish
 */
public record Arrival(InetAddress address, String app, String query, boolean isEncoder) {
    @Override
    public String toString() {
        return "arrival in " + app + " by " + address.getHostAddress();
    }
}
