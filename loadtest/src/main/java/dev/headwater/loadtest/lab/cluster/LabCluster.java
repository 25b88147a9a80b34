package dev.headwater.loadtest.lab.cluster;

import dev.headwater.loadtest.lab.machine.Network;
import dev.headwater.loadtest.lab.machine.Place;
import dev.headwater.loadtest.lab.machine.ProcessState;
import dev.headwater.loadtest.process.OwnProgram;
import dev.headwater.loadtest.process.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Real nodes in processes of their own, joined in one cluster. Confined to the lab's thread. */
public final class LabCluster implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);

    private final Network network;
    private final String mainClass;
    private final Path logFolder;
    private final String secret = "lab-" + UUID.randomUUID();
    private final String clusterName =
            "lab-" + Integer.toHexString(ThreadLocalRandom.current().nextInt());
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final List<LabNode> nodes = new ArrayList<>();
    private long startedNanos;
    private long completeNanos;
    private String obstacle = "";

    /** @param mainClass whose command line has the words {@code origin} and {@code edge} */
    private LabCluster(Network network, String mainClass, Path logFolder) {
        this.network = network;
        this.mainClass = mainClass;
        this.logFolder = logFolder;
    }

    /**
     * Starts all nodes at once and waits until each is ready and knows all others. Where that does not come about,
     * {@link #obstacle} tells why.
     */
    public static LabCluster start(Network network, String mainClass, Topology topology, Path logFolder)
            throws InterruptedException {
        var cluster = new LabCluster(network, mainClass, createFolder(logFolder));
        try {
            topology.nodes().forEach(spec -> cluster.places.put(spec.name(), network.place(spec.name())));
            long startNanos = System.nanoTime();
            topology.nodes().forEach(cluster::startNode);
            cluster.startedNanos = System.nanoTime() - startNanos;
            cluster.awaitComplete();
            cluster.completeNanos = System.nanoTime() - startNanos;
            return cluster;
        } catch (InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static Path createFolder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder of the logs", e);
        }
    }

    private void startNode(NodeSpec spec) {
        var place = places.get(spec.name());
        if (place == null) {
            throw new IllegalArgumentException("no place for " + spec.name());
        }
        nodes.add(LabNode.start(spec, place, command(spec, place), logFolder));
    }

    private List<String> command(NodeSpec spec, Place place) {
        var flags = List.of(
                "-Xmx%dm".formatted(spec.heapMegabytes()),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:gc,safepoint:file=%s:utctime".formatted(logFolder.resolve(spec.name() + ".%p.gc.log")));
        var command = new ArrayList<>(spec.startedBy());
        command.addAll(spec.old().map(old -> old.command(flags)).orElseGet(() -> OwnProgram.sized(mainClass, flags)));
        command.add(spec.role());
        settings(spec, place).forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        return place.command(command);
    }

    /** Starts a node again after its end, at the same place and with the same settings, but of the lab's own version. */
    public void upgrade(LabNode node) {
        var spec = node.spec().ofOwnVersion();
        node.startAgain(spec, node.place(), command(spec, node.place()));
    }

    /** Starts a node again after its end, under its name at another address: the next pod of a StatefulSet. */
    public void renew(LabNode node) {
        var spec = node.spec();
        var place = network.renew(node.place());
        places.put(node.name(), place);
        node.startAgain(spec, place, command(spec, place));
    }

    /** Starts a node more. */
    public LabNode add(NodeSpec spec) {
        places.put(spec.name(), network.place(spec.name()));
        startNode(spec);
        return nodes.getLast();
    }

    /** No longer is a node missed that has ended. */
    public void forget(LabNode node) {
        places.remove(node.name());
        nodes.remove(node);
        node.end();
    }

    private Map<String, String> settings(NodeSpec spec, Place place) {
        var ports = place.ports();
        var settings = new LinkedHashMap<String, String>();
        settings.put("node.name", spec.name());
        settings.put("node.host", place.host());
        settings.put("event-loops", "1");
        settings.put("rtmp.host", place.host());
        settings.put("rtmp.port", Integer.toString(ports.rtmp()));
        settings.put("relay.host", place.host());
        settings.put("relay.port", Integer.toString(ports.relay()));
        settings.put("http.host", place.host());
        settings.put("http.port", Integer.toString(ports.http()));
        settings.put("management.host", place.host());
        settings.put("management.tokens", ApiToken.entry());
        settings.put("management.port", Integer.toString(ports.management()));
        settings.put("cluster.name", clusterName);
        settings.put("cluster.host", place.host());
        settings.put("cluster.port", Integer.toString(ports.cluster()));
        settings.put("cluster.event-bus-port", Integer.toString(ports.eventBus()));
        settings.put("cluster.members", members());
        settings.put("cluster.secret", secret);
        settings.put("auth.publish", "open");
        settings.putAll(spec.settings());
        return settings;
    }

    /** The origins: what holds the directory. */
    private String members() {
        return places.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("origin"))
                .map(Map.Entry::getValue)
                .map(place -> place.host() + ":" + place.ports().cluster())
                .collect(Collectors.joining(","));
    }

    private void awaitComplete() throws InterruptedException {
        try (var readiness = new Readiness()) {
            boolean inTime = Waiting.until(START_PATIENCE, () -> !ended().isEmpty() || isComplete(readiness));
            if (!ended().isEmpty()) {
                obstacle = "ended at their start: " + String.join(", ", ended());
            } else if (!inTime) {
                obstacle = "the cluster is not complete after %d s".formatted(START_PATIENCE.toSeconds());
            }
        }
    }

    /** Why the nodes did not become one cluster when they started; empty if they did. */
    public String obstacle() {
        return obstacle;
    }

    /** The names of nodes whose process is gone. */
    public List<String> ended() {
        return nodes.stream()
                .filter(node -> node.state() == ProcessState.GONE)
                .map(LabNode::name)
                .toList();
    }

    /** Whether each node is ready and knows all others. */
    public boolean isComplete() throws InterruptedException {
        try (var readiness = new Readiness()) {
            return isComplete(readiness);
        }
    }

    private boolean isComplete(Readiness readiness) throws InterruptedException {
        for (var node : nodes) {
            var place = node.place();
            if (!readiness.of(place.host(), place.ports().management())
                    || !node.api().nodes().containsAll(places.keySet())) {
                return false;
            }
        }
        return true;
    }

    /** From the start of the first process to that of the last. */
    public Duration startedWithin() {
        return Duration.ofNanos(startedNanos);
    }

    /** From the start of the first process until every node was ready and knew all others, or that was given up. */
    public Duration completeAfter() {
        return Duration.ofNanos(completeNanos);
    }

    /** How many lines of all nodes' logs have {@code part}. */
    public long logLines(String part) {
        return nodes.stream().mapToLong(node -> node.logLines(part).size()).sum();
    }

    public Network network() {
        return network;
    }

    /** As they were named in the topology. */
    public List<LabNode> nodes() {
        return List.copyOf(nodes);
    }

    public List<LabNode> origins() {
        return nodes.stream().filter(node -> node.spec().isOrigin()).toList();
    }

    public List<LabNode> edges() {
        return nodes.stream().filter(node -> !node.spec().isOrigin()).toList();
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public LabNode node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no node " + name));
    }

    /** Ends every node, at once and without ceremony. */
    @Override
    public void close() {
        nodes.forEach(LabNode::kill);
        nodes.forEach(LabNode::end);
        nodes.clear();
    }
}
