package dev.headwater.server.auth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** What counts as one address: an IPv4 address, or a /64 of IPv6, of which one client may have all. */
public final class ClientNetwork {
    private static final int PREFIX_BYTES = 8;

    private ClientNetwork() {}

    public static InetAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length <= PREFIX_BYTES) {
            return address;
        }
        Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 16 bytes they are
        }
    }
}
