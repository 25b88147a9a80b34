package dev.headwater.server.admin;

import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names by which an operator may call this node. Against DNS rebinding: the page of another site, whose name its owner now
 * lets resolve to this node, is of the same origin to a browser, which then lets it send and read whatever it likes. The browser
 * still says that name.
 *
 * @param names in lower case
 */
public record HostNames(Set<String> names) {
    public HostNames {
        names = Set.copyOf(names);
    }

    /** These and {@code localhost}; an address needs no name. */
    public static HostNames of(String... own) {
        return new HostNames(Stream.concat(Stream.of("localhost"), Stream.of(own))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet()));
    }

    /** @param host of a URL, without the port; an IPv6 address with or without its brackets */
    boolean has(String host) {
        return NetUtil.isValidIpV4Address(host)
                || NetUtil.isValidIpV6Address(host)
                || names.contains(host.toLowerCase(Locale.ROOT));
    }
}
