package dev.headwater.server.auth;

import dev.headwater.server.config.AddressSet;
import dev.headwater.server.config.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * From where somebody may come at all, before anything else is looked at.
 *
 * @param allowed empty for everywhere
 * @param denied wins over {@code allowed}
 */
record AddressRule(AddressSet allowed, AddressSet denied) {
    static AddressRule of(Optional<List<Cidr>> allowed, Optional<List<Cidr>> denied) {
        return new AddressRule(new AddressSet(allowed.orElse(List.of())), new AddressSet(denied.orElse(List.of())));
    }

    boolean admits(InetAddress address) {
        return !denied.contains(address) && (allowed.isEmpty() || allowed.contains(address));
    }
}
