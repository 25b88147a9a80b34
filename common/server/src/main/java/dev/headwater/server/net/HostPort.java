package dev.headwater.server.net;

/** A host and a port as URLs have them (RFC 3986, 3.2.2). */
public final class HostPort {
    private HostPort() {}

    /** {@code host:port}, with brackets around an address of IPv6. */
    public static String text(String host, int port) {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
