package dev.headwater.cluster;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node must know to be a member of a cluster.
 *
 * @param clusterName only nodes of the same name join each other ({@code cluster.name})
 * @param nodeId this node's id, one of a kind in the cluster ({@code node.name})
 * @param zone where the node stands ({@code node.zone}); may be empty
 * @param bindHost address to listen on; {@code 0.0.0.0} for all
 * @param publicHost address told to other nodes ({@code node.host})
 * @param port of the Hazelcast member, 0 for any free one ({@code cluster.port})
 * @param eventBusPort of the clustered event bus, 0 for any free one ({@code cluster.event-bus-port})
 * @param members {@code host:port} of nodes to join ({@code cluster.members}); may name this node; none: it stands alone
 *     until somebody joins it
 * @param lite an edge: it asks the directory, but holds no part of it
 * @param succession how long records live
 */
public record ClusterSettings(
        String clusterName,
        String nodeId,
        String zone,
        String bindHost,
        String publicHost,
        int port,
        int eventBusPort,
        List<String> members,
        boolean lite,
        Succession succession) {

    private static final Pattern HOST_PORT = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s]+):([0-9]{1,5})");

    public ClusterSettings {
        if (clusterName.isBlank()) {
            throw new IllegalArgumentException("cluster.name is blank");
        }
        if (nodeId.isBlank()) {
            throw new IllegalArgumentException("node.name is blank");
        }
        Addresses.requireHost("the address to listen on", bindHost);
        Addresses.requireHost("node.host", publicHost);
        Addresses.requirePortOrZero("cluster.port", port);
        Addresses.requirePortOrZero("cluster.event-bus-port", eventBusPort);
        members = List.copyOf(members);
        for (String member : members) {
            Matcher hostPort = HOST_PORT.matcher(member);
            if (!hostPort.matches()) {
                throw new IllegalArgumentException("cluster.members: '%s' is not host:port".formatted(member));
            }
            Addresses.requirePort("cluster.members: the port of " + member, Integer.parseInt(hostPort.group(2)));
        }
    }
}
