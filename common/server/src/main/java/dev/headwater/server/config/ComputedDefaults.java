package dev.headwater.server.config;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The defaults that depend on the machine: what {@link Computed} keys are when nobody sets them. */
final class ComputedDefaults {
    private static final String LOOPBACK = "127.0.0.1";

    /** Heap that one connection may take with its sessions, buffers and share of the queues. */
    private static final long HEAP_PER_CONNECTION = 32 << 10;

    /** This part of the heap is for segments. */
    private static final int SEGMENTS_PART = 4;

    private static final long LEAST_SEGMENTS = 1 << 20;

    private ComputedDefaults() {}

    static Map<String, String> read() {
        var defaults = new HashMap<String, String>();
        defaults.put("node.name", hostName() + "-" + randomSuffix());
        defaults.put("node.host", outwardAddress());
        defaults.put("event-loops", Integer.toString(Runtime.getRuntime().availableProcessors()));
        String connections = Long.toString(connectionsFor(Runtime.getRuntime().maxMemory()));
        defaults.put("rtmp.max-connections", connections);
        defaults.put("http.max-connections", connections);
        defaults.put(
                "hls.max-memory", Long.toString(segmentsFor(Runtime.getRuntime().maxMemory())));
        return defaults;
    }

    /** Who cannot tell nodes from strangers listens to neither but those of this machine. */
    static String relayHost(boolean hasSecret) {
        return hasSecret ? "0.0.0.0" : LOOPBACK;
    }

    static long connectionsFor(long heapBytes) {
        return Math.clamp(heapBytes / HEAP_PER_CONNECTION, 1, 10_000_000);
    }

    /** Bytes; the least that may be set in a heap that is smaller still. */
    static long segmentsFor(long heapBytes) {
        return Math.max(heapBytes / SEGMENTS_PART, LEAST_SEGMENTS);
    }

    /** The host's own name, cut to what a node name may hold. */
    private static String hostName() {
        String name;
        try {
            name = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            name = "node";
        }
        String clean = name.replaceAll("[^A-Za-z0-9._-]", "-");
        return clean.substring(0, Math.min(clean.length(), 100));
    }

    /** Two nodes on one host, and two lives of one node, must not look like the same owner of a stream. */
    private static String randomSuffix() {
        int value = ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36 * 36, Integer.MAX_VALUE);
        String digits = Integer.toString(value, 36);
        return digits.substring(digits.length() - 6);
    }

    private static String outwardAddress() {
        return towards("192.0.2.1").or(() -> towards("2001:db8::1")).orElse(LOOPBACK);
    }

    /** Our address on the way there. Connecting a datagram socket asks the routing table and sends nothing. */
    private static Optional<String> towards(String example) {
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(example), 9));
            var address = socket.getLocalAddress();
            return address.isAnyLocalAddress() ? Optional.empty() : Optional.of(address.getHostAddress());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
