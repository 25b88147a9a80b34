package dev.headwater.server.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A block of addresses: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address. An IPv4 address that is written as an IPv6 one
 * ({@code ::ffff:10.0.0.1}) is the IPv4 address. Compared by {@link #toString}. Thread-safe.
 */
public final class Cidr {
    private final byte[] network;
    private final int prefixBits;

    private Cidr(byte[] network, int prefixBits) {
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /** @throws IllegalArgumentException if {@code text} is no block; no name is ever looked up */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = addressBytes(slash < 0 ? text : text.substring(0, slash));
        int allBits = address.length * Byte.SIZE;
        int prefixBits = slash < 0 ? allBits : prefixBits(text.substring(slash + 1), allBits);
        byte[] network = masked(address, prefixBits);
        var block = new Cidr(network, prefixBits);
        if (!Arrays.equals(network, address)) {
            throw new IllegalArgumentException("expected no bits after the prefix, as in " + block);
        }
        return block;
    }

    private static byte[] addressBytes(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            throw new IllegalArgumentException("expected addresses as 10.0.0.0/8, 192.0.2.1 or 2001:db8::/32");
        }
        return of(bytes).getAddress(); // of an IPv4 address in an IPv6 one, the former
    }

    private static int prefixBits(String text, int allBits) {
        int bits = text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
        if (bits < 0 || bits > allBits) {
            throw new IllegalArgumentException("expected a prefix of 0 to %d bits".formatted(allBits));
        }
        return bits;
    }

    private static byte[] masked(byte[] address, int prefixBits) {
        byte[] network = address.clone();
        for (int i = 0; i < network.length; i++) {
            network[i] &= mask(prefixBits - i * Byte.SIZE);
        }
        return network;
    }

    /** Of a byte of which {@code bits} belong to the prefix. */
    private static byte mask(int bits) {
        return (byte) (0xff << (Byte.SIZE - Math.clamp(bits, 0, Byte.SIZE)));
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        for (int i = 0; i * Byte.SIZE < prefixBits; i++) {
            if ((bytes[i] & mask(prefixBits - i * Byte.SIZE)) != network[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 or 16 bytes they are
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr block && prefixBits == block.prefixBits && Arrays.equals(network, block.network);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(network) + prefixBits;
    }

    /** As it is written, an IPv6 address in its short form. */
    @Override
    public String toString() {
        return NetUtil.toAddressString(of(network)) + "/" + prefixBits;
    }
}
