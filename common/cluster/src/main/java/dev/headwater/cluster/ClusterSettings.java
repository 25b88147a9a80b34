package dev.headwater.cluster;

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
 * @param seeds where it looks for the others
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
        Seeds seeds,
        boolean lite,
        Succession succession) {

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
    }
}
