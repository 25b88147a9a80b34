package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Waiting;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What nodes count of the pulls between them. Each question asks the nodes anew; -1 stands for one that does not answer. */
final class Pulls {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A pull that went another way asks the owner again after 10 s at most, and then the node on that way lingers. */
    static final Duration STRAIGHT_PATIENCE = Duration.ofSeconds(40);

    /** Bytes that a node has sent to one other and not added to its sum yet, at most. */
    static final int UNCOUNTED_BYTES = 128 << 10;

    private static final Map<String, String> RELAY = Map.of("port", "relay");

    private Pulls() {}

    /** How many pulls the node serves now. */
    static long servedBy(LabNode node) throws InterruptedException {
        return metric(node, "headwater_players", RELAY);
    }

    /** Media bytes that the node has sent to other nodes since it started; it adds them up every 128 KiB. */
    static long bytesServedBy(LabNode node) throws InterruptedException {
        return metric(node, "headwater_sent_bytes_total", RELAY);
    }

    /** How many pulls these nodes serve now. */
    static long servedBy(Collection<LabNode> nodes) throws InterruptedException {
        long sum = 0;
        for (var node : nodes) {
            sum += servedBy(node);
        }
        return sum;
    }

    /** The same as soon as it is {@code wanted}, or when each pull that went another way must be back. */
    static long servedInTheEnd(Collection<LabNode> nodes, long wanted) throws InterruptedException {
        boolean _ = Waiting.until(STRAIGHT_PATIENCE, () -> servedBy(nodes) == wanted);
        return servedBy(nodes);
    }

    /** How many connections of other nodes it has accepted since it started. */
    static long acceptedBy(LabNode node) throws InterruptedException {
        return metric(node, "headwater_connection_accepted_total", RELAY);
    }

    /** How often the node has asked the owner of a stream for it since it started. */
    static long startedBy(LabNode node) throws InterruptedException {
        return metric(node, "headwater_pull_started_total", Map.of());
    }

    /** How often it has asked another node besides, for a way around an owner or back to it. */
    static long askedBesidesBy(LabNode node) throws InterruptedException {
        return metric(node, "headwater_pull_detour_attempts_total", Map.of());
    }

    /** How often it has asked any node for a stream: what makes a storm. */
    static long attemptsOf(LabNode node) throws InterruptedException {
        long started = startedBy(node);
        long besides = askedBesidesBy(node);
        return started < 0 || besides < 0 ? -1 : started + besides;
    }

    /** How often a pull of its has gone on through another node than those that it asked. */
    static long detoursOf(LabNode node) throws InterruptedException {
        return metric(node, "headwater_pull_detours_total", Map.of());
    }

    /** How many of its pulls and of its attempts have ended in failure since it started. */
    static long lostBy(LabNode node) throws InterruptedException {
        return metric(node, "headwater_pull_failed_total", Map.of());
    }

    /** The same of each of these nodes. */
    static Map<LabNode, Long> lostBy(Collection<LabNode> nodes) throws InterruptedException {
        var counts = new HashMap<LabNode, Long>();
        for (var node : nodes) {
            counts.put(node, lostBy(node));
        }
        return counts;
    }

    /** Whether each of them has lost a pull since. */
    static boolean haveLostMore(Map<LabNode, Long> before) throws InterruptedException {
        for (var node : before.entrySet()) {
            if (lostBy(node.getKey()) <= node.getValue()) {
                return false;
            }
        }
        return true;
    }

    /** A node that is busy answers late. */
    private static long metric(LabNode node, String name, Map<String, String> labels) throws InterruptedException {
        boolean _ =
                Waiting.until(PATIENCE, () -> node.api().metric(name, labels).isPresent());
        return node.api().metric(name, labels).map(Double::longValue).orElse(-1L);
    }
}
