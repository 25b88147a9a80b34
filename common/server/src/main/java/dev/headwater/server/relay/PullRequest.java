package dev.headwater.server.relay;

import dev.headwater.server.net.QueryText;
import java.util.List;
import java.util.Optional;

/**
 * What a pulling node tells the node that it asks, as the query of its play: what it has seen of the stream, who it is, and
 * whom it need not be sent to.
 *
 * @param node id of the pulling node; empty if it does not say
 * @param zone of the pulling node; empty if it does not say
 * @param relay where others can pull the stream from it; empty if they cannot
 * @param not whom it has asked in vain
 * @param fetch the owner is out of its reach: whoever is asked may pull the stream for it
 */
public record PullRequest(
        Seen seen, String node, String zone, Optional<RelayAddress> relay, List<RelayAddress> not, boolean fetch) {
    /** Addresses in {@code not} at most. */
    static final int MAX_NOT = 8;

    private static final String NODE = "node";
    private static final String ZONE = "zone";
    private static final String RELAY = "relay";
    private static final String NOT = "not";
    private static final String FETCH = "fetch";
    private static final String YES = "1";

    public PullRequest {
        not = List.copyOf(not);
    }

    /** Node ids, zones and hosts have no characters that would need an escape. */
    String query() {
        var query = new StringBuilder(seen.query());
        query.append('&').append(NODE).append('=').append(node);
        query.append('&').append(ZONE).append('=').append(zone);
        relay.ifPresent(address -> query.append('&').append(RELAY).append('=').append(address));
        for (RelayAddress address : not) {
            query.append('&').append(NOT).append('=').append(address);
        }
        if (fetch) {
            query.append('&').append(FETCH).append('=').append(YES);
        }
        return query.toString();
    }

    /** Takes a play's query apart; what is missing or not ours is empty. What else it has is of a later version. */
    public static PullRequest parse(String query) {
        var parts = QueryText.of(query);
        return new PullRequest(
                Seen.read(parts),
                parts.value(NODE).orElse(""),
                parts.value(ZONE).orElse(""),
                parts.value(RELAY).flatMap(RelayAddress::parse),
                parts.values(NOT)
                        .map(RelayAddress::parse)
                        .flatMap(Optional::stream)
                        .limit(MAX_NOT)
                        .toList(),
                parts.value(FETCH).filter(YES::equals).isPresent());
    }
}
