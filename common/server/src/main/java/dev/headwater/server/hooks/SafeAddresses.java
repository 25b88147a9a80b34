package dev.headwater.server.hooks;

import dev.headwater.server.config.AddressSet;
import dev.headwater.server.config.Cidr;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.util.stream.Stream;

/**
 * Where a name leads to. Not to what gives a machine's credentials to whoever asks from it: link-local addresses and the other
 * metadata services of clouds. The caller connects to the address that was looked at, not to the name. Thread-safe.
 */
final class SafeAddresses {
    private static final AddressSet FORBIDDEN = new AddressSet(Stream.of(
                    "0.0.0.0/8",
                    "169.254.0.0/16", // link-local, and the metadata of most clouds
                    "100.100.100.200", // Alibaba Cloud
                    "168.63.129.16", // Azure
                    "192.0.0.192", // Oracle Cloud
                    "224.0.0.0/3", // multicast and reserved
                    "::/128",
                    "fe80::/10", // link-local
                    "fec0::/10", // site-local
                    "ff00::/8", // multicast
                    "fd00:ec2::/32", // Amazon
                    "fd20:ce::254", // Google
                    "64:ff9b::a9fe:0/112", // 169.254.0.0/16 by NAT64
                    "2002:a9fe::/32") // and by 6to4
            .map(Cidr::parse)
            .toList());

    private final VertxInternal vertx;

    SafeAddresses(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
    }

    /** Fails if there is none, or if it is forbidden. Never blocks. */
    Future<InetAddress> resolve(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return vertx.nameResolver()
                .resolve(bare)
                .compose(address -> FORBIDDEN.contains(address)
                        ? Future.failedFuture(address.getHostAddress() + " is an address that callbacks may not have")
                        : Future.succeededFuture(address));
    }
}
