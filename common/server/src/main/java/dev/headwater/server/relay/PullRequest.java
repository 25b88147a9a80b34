package dev.headwater.server.relay;

import java.util.ArrayList;
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

    /** Takes a play's query apart; what is missing or not ours is empty. */
    public static PullRequest parse(String query) {
        String node = "";
        String zone = "";
        Optional<RelayAddress> relay = Optional.empty();
        var not = new ArrayList<RelayAddress>();
        boolean fetch = false;
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String value = part.substring(equals + 1);
            switch (equals < 0 ? "" : part.substring(0, equals)) {
                case NODE -> node = value;
                case ZONE -> zone = value;
                case RELAY -> relay = RelayAddress.parse(value);
                case NOT -> {
                    if (not.size() < MAX_NOT) {
                        RelayAddress.parse(value).ifPresent(not::add);
                    }
                }
                case FETCH -> fetch = value.equals(YES);
                default -> {} // of Seen, or of a later version
            }
        }
        return new PullRequest(Seen.parse(query), node, zone, relay, not, fetch);
    }
}
