package dev.headwater.cluster.hazelcast;

import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.ClusterSettings;
import dev.headwater.cluster.Seeds;
import dev.headwater.cluster.Succession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A cluster whose links can be cut: origins {@code o1} and {@code o2} and edge {@code e1} in this process, origin {@code o3}
 * in one of its own. All start at the same instant. Confined to the test's thread, except for what says otherwise.
 */
final class Lab implements AutoCloseable {
    static final List<String> ORIGINS = List.of("o1", "o2", "o3");
    static final String FREEZABLE = "o3";
    static final String EDGE = "e1";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name = "lab-" + UUID.randomUUID();
    private final Succession succession;
    private final Set<String> freezable;
    private final Wires wires = new Wires();
    private final Map<String, Wires.Address> addresses = new ConcurrentHashMap<>();
    private final Map<String, LabMember> live = new ConcurrentHashMap<>();

    Lab(Succession succession) {
        this(succession, Set.of(FREEZABLE));
    }

    /** @param freezable origins that have a process of their own */
    Lab(Succession succession, Set<String> freezable) {
        this.succession = succession;
        this.freezable = freezable;
        Stream.concat(ORIGINS.stream(), Stream.of(EDGE)).forEach(node -> addresses.put(node, wires.plug(node)));
        start(addresses.keySet());
    }

    /** Starts {@code nodes} at once, and waits until all who live see each other. */
    void start(Set<String> nodes) {
        CompletableFuture<?>[] started = nodes.stream().map(this::start).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(started)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        awaitWhole();
    }

    private CompletableFuture<?> start(String node) {
        Wires.Address address = address(node);
        String others = String.join(
                ",",
                ORIGINS.stream()
                        .map(origin -> "127.0.0.1:" + address(origin).told())
                        .toList());
        if (freezable.contains(node)) {
            var member = new RemoteMember(
                    node,
                    List.of(
                            name,
                            node,
                            Integer.toString(address.real()),
                            Integer.toString(address.told()),
                            others,
                            Long.toString(succession.announceInterval().toMillis()),
                            Long.toString(succession.recordLife().toMillis()),
                            Long.toString(succession.tombstoneLife().toMillis())));
            live.put(node, member);
            return member.ready();
        }
        var settings = new ClusterSettings(
                name,
                node,
                "west",
                "127.0.0.1",
                "127.0.0.1:" + address.told(),
                address.real(),
                0,
                Seeds.members(List.of(others.split(","))),
                node.equals(EDGE),
                succession);
        return HazelcastCluster.join(settings)
                .toCompletionStage()
                .toCompletableFuture()
                .thenAccept(cluster -> live.put(node, new LocalMember(node, cluster)));
    }

    /** Those who live, by node. Any thread. */
    Map<String, LabMember> live() {
        return live;
    }

    Wires wires() {
        return wires;
    }

    RemoteMember freezable() {
        return freezable(FREEZABLE);
    }

    RemoteMember freezable(String node) {
        return (RemoteMember) member(node);
    }

    private Wires.Address address(String node) {
        return Objects.requireNonNull(addresses.get(node));
    }

    /** The member of a node that lives. */
    LabMember member(String node) {
        return Objects.requireNonNull(live.get(node));
    }

    /** Ends nodes at the same moment. */
    void kill(Set<String> nodes) {
        List<LabMember> dying = nodes.stream().map(live::remove).toList();
        CompletableFuture.allOf(dying.stream()
                        .map(member -> CompletableFuture.runAsync(member::kill))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    /** Waits until all who live are one cluster, and stay so for a moment. */
    void awaitWhole() {
        await().atMost(PATIENCE)
                .during(Duration.ofMillis(500))
                .pollInterval(Duration.ofMillis(100))
                .until(this::isWhole);
    }

    boolean isWhole() {
        return live.values().stream().allMatch(member -> sees(member, live.size()))
                && live.values().stream().allMatch(member -> holds(member.safe()));
    }

    /** Waits until both sides of a split have given each other up. */
    void awaitSplit(Set<String> side) {
        await().atMost(PATIENCE)
                .until(() -> live.values().stream()
                        .allMatch(member -> sees(
                                member, side.contains(member.nodeId()) ? side.size() : live.size() - side.size())));
    }

    private static boolean sees(LabMember member, int members) {
        return holds(member.sight().thenApply(sight -> sight.members() == members && !sight.merging()));
    }

    private static boolean holds(CompletableFuture<Boolean> condition) {
        return condition
                .completeOnTimeout(false, 2, TimeUnit.SECONDS)
                .exceptionally(_ -> false)
                .join();
    }

    @Override
    public void close() {
        live.values().forEach(LabMember::kill);
        wires.close();
    }
}
