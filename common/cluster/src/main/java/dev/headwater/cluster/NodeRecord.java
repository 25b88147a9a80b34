package dev.headwater.cluster;

/**
 * What a node tells the others.
 *
 * @param nodeId our own id ({@code node.name}), never Hazelcast's member UUID
 * @param role {@code origin} or {@code edge}
 * @param host address told to other nodes ({@code node.host})
 * @param load 0.0 (idle) to 1.0 (full)
 */
public record NodeRecord(
        String nodeId,
        String role,
        String zone,
        String host,
        int rtmpPort,
        int relayPort,
        int httpPort,
        int managementPort,
        double load,
        boolean draining) {}
