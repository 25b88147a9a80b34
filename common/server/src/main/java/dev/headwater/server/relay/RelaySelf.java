package dev.headwater.server.relay;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * This node as the others of the tree know it.
 *
 * @param relay its relay port, if it hands on what it pulls; known once the port is open
 * @param fanout how many nodes may pull one stream from it; 0 for any number ({@code relay.fanout})
 */
public record RelaySelf(String node, String zone, Supplier<Optional<RelayAddress>> relay, int fanout) {
    PullRequest request(Seen seen, List<RelayAddress> not, boolean fetch) {
        return new PullRequest(seen, node, zone, relay.get(), not, fetch);
    }

    /** Those of {@code places} that are not this node's own. */
    List<RelayAddress> othersOf(List<RelayAddress> places) {
        var own = relay.get();
        return places.stream().filter(place -> !own.equals(Optional.of(place))).toList();
    }
}
