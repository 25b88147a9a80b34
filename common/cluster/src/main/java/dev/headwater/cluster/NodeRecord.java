package dev.headwater.cluster;

/**
 * What a node tells the others. A port of 0 is one that the node does not serve.
 *
 * @param nodeId our own id ({@code node.name}), never Hazelcast's member UUID
 * @param role {@code origin} or {@code edge}
 * @param host address told to other nodes ({@code node.host})
 * @param load 0.0 (idle) to 1.0 (full)
 * @param streams those that it can play without a pull
 * @param run of the node's process, a random number: another after a restart; 0 of a node that does not tell
 * @param rtmpsPort where clients come by RTMP within TLS
 * @param httpsPort where they come by HTTP within TLS
 * @param relayHost address of its relay port, which may be for its own machine alone
 * @param publicHost address told to clients ({@code node.public-host})
 * @param refusals of players who would come now
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
        boolean draining,
        HeldStreams streams,
        long run,
        int rtmpsPort,
        int httpsPort,
        String relayHost,
        String publicHost,
        Refusals refusals) {

    /** The role of nodes that take publishers. */
    public static final String ORIGIN = "origin";

    /** The role of nodes that fan out. */
    public static final String EDGE = "edge";

    /** A node that speaks no TLS, has no stream and takes players. */
    public NodeRecord(
            String nodeId,
            String role,
            String zone,
            String host,
            int rtmpPort,
            int relayPort,
            int httpPort,
            int managementPort,
            double load,
            boolean draining) {
        this(
                nodeId,
                role,
                zone,
                host,
                rtmpPort,
                relayPort,
                httpPort,
                managementPort,
                load,
                draining,
                HeldStreams.NONE,
                0,
                0,
                0,
                host,
                host,
                Refusals.NONE);
    }

    public NodeRecord {
        if (nodeId.isBlank()) {
            throw new IllegalArgumentException("node id is blank");
        }
        if (role.isBlank()) {
            throw new IllegalArgumentException("role of node %s is blank".formatted(nodeId));
        }
        Addresses.requireHost("host of node " + nodeId, host);
        Addresses.requireHost("relay host of node " + nodeId, relayHost);
        Addresses.requireHost("public host of node " + nodeId, publicHost);
        Addresses.requirePortOrZero("rtmp port of node " + nodeId, rtmpPort);
        Addresses.requirePortOrZero("rtmps port of node " + nodeId, rtmpsPort);
        Addresses.requirePortOrZero("https port of node " + nodeId, httpsPort);
        Addresses.requirePortOrZero("relay port of node " + nodeId, relayPort);
        Addresses.requirePortOrZero("http port of node " + nodeId, httpPort);
        Addresses.requirePortOrZero("management port of node " + nodeId, managementPort);
        if (!(load >= 0.0 && load <= 1.0)) {
            throw new IllegalArgumentException("load of node %s is %s, expected 0.0 to 1.0".formatted(nodeId, load));
        }
    }
}
