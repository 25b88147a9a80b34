package dev.headwater.cluster;

import dev.headwater.media.StreamKey;
import java.util.List;

/** A node's record in the making: idle, in no zone, on loopback, and with no port but those that a test names. */
public final class TestNode {
    private final String nodeId;
    private final String role;
    private String zone = "";
    private long run;
    private NodeRecord.Hosts hosts = NodeRecord.Hosts.all("127.0.0.1");
    private int rtmp;
    private int rtmps;
    private int http;
    private int https;
    private int relay;
    private int management;
    private double load;
    private boolean draining;
    private HeldStreams streams = HeldStreams.NONE;
    private Refusals refusals = Refusals.NONE;

    public TestNode(String nodeId, String role) {
        this.nodeId = nodeId;
        this.role = role;
    }

    public static TestNode origin(String nodeId) {
        return new TestNode(nodeId, NodeRecord.ORIGIN);
    }

    public static TestNode edge(String nodeId) {
        return new TestNode(nodeId, NodeRecord.EDGE);
    }

    public TestNode zone(String zone) {
        this.zone = zone;
        return this;
    }

    public TestNode run(long run) {
        this.run = run;
        return this;
    }

    /** The same for everybody. */
    public TestNode host(String host) {
        return hosts(host, host, host);
    }

    public TestNode hosts(String node, String relay, String clients) {
        hosts = new NodeRecord.Hosts(node, relay, clients);
        return this;
    }

    public TestNode rtmp(int port) {
        rtmp = port;
        return this;
    }

    public TestNode rtmps(int port) {
        rtmps = port;
        return this;
    }

    public TestNode http(int port) {
        http = port;
        return this;
    }

    public TestNode https(int port) {
        https = port;
        return this;
    }

    public TestNode relay(int port) {
        relay = port;
        return this;
    }

    public TestNode management(int port) {
        management = port;
        return this;
    }

    public TestNode load(double load) {
        this.load = load;
        return this;
    }

    public TestNode draining(boolean draining) {
        this.draining = draining;
        return this;
    }

    public TestNode streams(StreamKey... keys) {
        return streams(HeldStreams.of(List.of(keys)));
    }

    public TestNode streams(HeldStreams streams) {
        this.streams = streams;
        return this;
    }

    public TestNode refusals(Refusals refusals) {
        this.refusals = refusals;
        return this;
    }

    public NodeRecord record() {
        var ports = new NodeRecord.Ports(rtmp, rtmps, http, https, relay, management);
        return new NodeRecord(nodeId, role, zone, run, hosts, ports, load, draining, streams, refusals);
    }
}
