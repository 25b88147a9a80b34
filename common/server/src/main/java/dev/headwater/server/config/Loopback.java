package dev.headwater.server.config;

import io.netty.util.NetUtil;
import java.util.Arrays;

/** Addresses that nobody but this machine reaches. */
public final class Loopback {
    private Loopback() {}

    /** @param host an address or a name, of which none but {@code localhost} is believed */
    public static boolean isOne(String host) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        return address == null
                ? host.equals("localhost")
                : address.length == 4 ? address[0] == 127 : Arrays.equals(address, NetUtil.LOCALHOST6.getAddress());
    }
}
