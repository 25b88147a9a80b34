package dev.headwater.loadtest.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses that our connections come from. One address has no more connections to one server than there are local ports,
 * so thousands more need more addresses.
 *
 * @param all in turn; empty: the kernel's choice
 */
public record LocalAddresses(List<InetAddress> all) {
    /** The kernel's choice: one address towards one server. */
    public static final LocalAddresses ANY = new LocalAddresses(List.of());

    /** Of 127.0.0.0/8 the whole of the last byte but its ends. */
    private static final int MAX_LOOPBACK = 254;

    public LocalAddresses {
        all = List.copyOf(all);
    }

    /** Towards a server on this machine every address of 127.0.0.0/8 will do: takes as many as needed. */
    public static LocalAddresses towards(InetAddress server, int wanted) {
        if (wanted <= 1 || !(server instanceof Inet4Address) || !server.isLoopbackAddress()) {
            return ANY;
        }
        var addresses = new ArrayList<InetAddress>();
        for (int i = 1; i <= Math.min(wanted, MAX_LOOPBACK); i++) {
            addresses.add(loopback(i));
        }
        return new LocalAddresses(addresses);
    }

    /** How many there are for the limits. */
    public int count() {
        return Math.max(all.size(), 1);
    }

    /** Of the client with this number; its port is chosen by the kernel. */
    InetSocketAddress of(int client) {
        return new InetSocketAddress(all.get(client % all.size()), 0);
    }

    boolean isAny() {
        return all.isEmpty();
    }

    private static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
