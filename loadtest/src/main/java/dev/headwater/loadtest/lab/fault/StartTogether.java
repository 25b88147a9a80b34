package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * All nodes start at the same instant, as after a failure of the power: they must find each other at once and not by a merge
 * of two clusters. The laboratory starts every cluster in this way; here it is what is measured.
 */
enum StartTogether implements Fault {
    /** Each is told the addresses of all origins. */
    BY_ADDRESS("F16", "all nodes start at the same instant"),

    /** Each is told one name that has them, as on Kubernetes. */
    BY_NAME("F16-dns", "the same, and find each other by DNS");

    private static final double COMPLETE_MS = 15_000;
    private static final Duration SAME_INSTANT = Duration.ofSeconds(1);
    private static final String JOINED = "in the cluster: ";

    private final String id;
    private final String title;

    StartTogether(String id, String title) {
        this.id = id;
        this.title = title;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public boolean cuts() {
        return this == BY_NAME;
    }

    /** What the start asks of the processors is all that happens. */
    @Override
    public boolean isLoad() {
        return true;
    }

    @Override
    public boolean isStart() {
        return true;
    }

    @Override
    public Topology topology(LabSettings settings) {
        var nodes = new Topology(settings.topology().nodes(), 0, 0);
        return this == BY_NAME ? nodes.byName() : nodes;
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var notes = scene.notes();
        var cluster = scene.cluster();
        scene.begin();
        long within = cluster.startedWithin().toMillis();
        notes.prove(
                "processes started: %d, within %d ms".formatted(cluster.nodes().size(), within),
                within <= SAME_INSTANT.toMillis());
        notes.exactly("nodes that ended at their start", cluster.ended().size(), 0);
        boolean whole = cluster.obstacle().isEmpty();
        notes.must("one cluster, each node ready and sees all", whole);
        if (whole) {
            notes.atMostMs("one cluster after", (double) cluster.completeAfter().toMillis(), COMPLETE_MS);
        }
        notes.exactly("nodes that had to merge", cluster.logLines("merges into the other one"), 0);
        notes.exactly("merges that failed", cluster.logLines("the merge failed"), 0);
        between(cluster.nodes(), "starting ", "starting ")
                .ifPresent(ms -> notes.tellMs("first process up to last process up", ms));
        between(cluster.nodes(), "starting ", JOINED).ifPresent(ms -> notes.tellMs("last process up to last join", ms));
        between(cluster.nodes(), JOINED, "ready ").ifPresent(ms -> notes.tellMs("last join to last ready", ms));
    }

    /** From the last line with {@code from} in any log, or the first if both are the same, to the last with {@code to}. */
    private static OptionalDouble between(List<LabNode> nodes, String from, String to) {
        var starts = times(nodes, from);
        var ends = times(nodes, to);
        if (starts.isEmpty() || ends.isEmpty()) {
            return OptionalDouble.empty();
        }
        var start = from.equals(to) ? starts.getFirst() : starts.getLast();
        return OptionalDouble.of(
                (double) Duration.between(start, ends.getLast()).toMillis());
    }

    private static List<Instant> times(List<LabNode> nodes, String part) {
        return nodes.stream()
                .flatMap(node -> node.logTimes(part).stream())
                .sorted()
                .toList();
    }
}
