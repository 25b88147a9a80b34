package dev.headwater.server.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Addresses by their blocks. Looked through from the first to the last: meant for tens of blocks, not for thousands. Thread-safe. */
public record AddressSet(List<Cidr> blocks) {
    public static final AddressSet EMPTY = new AddressSet(List.of());

    public AddressSet {
        blocks = List.copyOf(blocks);
    }

    /** Of a key that may be missing. */
    public static AddressSet of(Optional<List<Cidr>> blocks) {
        return blocks.map(AddressSet::new).orElse(EMPTY);
    }

    public boolean isEmpty() {
        return blocks.isEmpty();
    }

    public boolean contains(InetAddress address) {
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }
}
