package dev.headwater.cluster;

/**
 * What a node tells the others.
 *
 * @param nodeId our own id ({@code node.name}), never Hazelcast's member UUID
 * @param role {@code origin} or {@code edge}; a node of another release may have one that we do not know
 * @param run of the node's process, a random number: another after a restart; 0 of a node that does not tell
 * @param load 0.0 (idle) to 1.0 (full)
 * @param streams those that it can play without a pull
 * @param refusals of players who would come now
 */
public record NodeRecord(
        String nodeId,
        String role,
        String zone,
        long run,
        Hosts hosts,
        Ports ports,
        double load,
        boolean draining,
        HeldStreams streams,
        Refusals refusals) {

    /** The role of nodes that take publishers. */
    public static final String ORIGIN = "origin";

    /** The role of nodes that fan out. */
    public static final String EDGE = "edge";

    /**
     * Where the node is.
     *
     * @param node address told to other nodes ({@code node.host})
     * @param relay address of its relay port, which may be for its own machine alone
     * @param clients address told to clients ({@code node.public-host})
     */
    public record Hosts(String node, String relay, String clients) {
        public Hosts {
            Addresses.requireHost("host of a node", node);
            Addresses.requireHost("relay host of a node", relay);
            Addresses.requireHost("public host of a node", clients);
        }

        /** The same for everybody. */
        public static Hosts all(String host) {
            return new Hosts(host, host, host);
        }
    }

    /**
     * The ports that are open, 0 for one that the node does not serve.
     *
     * @param rtmps where clients come by RTMP within TLS
     * @param https where they come by HTTP within TLS
     */
    public record Ports(int rtmp, int rtmps, int http, int https, int relay, int management) {
        /** Of a node that serves nothing. */
        public static final Ports NONE = new Ports(0, 0, 0, 0, 0, 0);

        public Ports {
            Addresses.requirePortOrZero("rtmp port of a node", rtmp);
            Addresses.requirePortOrZero("rtmps port of a node", rtmps);
            Addresses.requirePortOrZero("http port of a node", http);
            Addresses.requirePortOrZero("https port of a node", https);
            Addresses.requirePortOrZero("relay port of a node", relay);
            Addresses.requirePortOrZero("management port of a node", management);
        }
    }

    public NodeRecord {
        if (nodeId.isBlank()) {
            throw new IllegalArgumentException("node id is blank");
        }
        if (role.isBlank()) {
            throw new IllegalArgumentException("role of node %s is blank".formatted(nodeId));
        }
        if (!(load >= 0.0 && load <= 1.0)) {
            throw new IllegalArgumentException("load of node %s is %s, expected 0.0 to 1.0".formatted(nodeId, load));
        }
    }

    /** Whether it takes publishers. */
    public boolean isOrigin() {
        return role.equals(ORIGIN);
    }
}
