package dev.headwater.testkit.lab;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A cluster whose links can be cut: three origins and an edge. All start at the same instant. Confined to the test's thread,
 * except for what says otherwise.
 *
 * @param <M> what can be asked of its members
 */
public final class Lab<M extends LabMember> implements AutoCloseable {
    public static final List<String> ORIGINS = List.of("o1", "o2", "o3");
    public static final String EDGE = "e1";
    public static final List<String> NODES =
            Stream.concat(ORIGINS.stream(), Stream.of(EDGE)).toList();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name = "lab-" + UUID.randomUUID();
    private final Function<Seat, CompletableFuture<? extends M>> starter;
    private final Wires wires = new Wires();
    private final Map<String, Wires.Address> addresses = new ConcurrentHashMap<>();
    private final Map<String, M> live = new ConcurrentHashMap<>();

    /** @param starter starts a member, and completes when it has joined the others */
    public Lab(Function<Seat, CompletableFuture<? extends M>> starter) {
        this.starter = starter;
        NODES.forEach(node -> addresses.put(node, wires.plug(node)));
        start(addresses.keySet());
    }

    /** Starts {@code nodes} at once, and waits until all who live see each other; then those begin. */
    public void start(Set<String> nodes) {
        CompletableFuture<?>[] started = nodes.stream().map(this::start).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(started)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        awaitWhole();
        nodes.forEach(node -> member(node).begin());
    }

    private CompletableFuture<?> start(String node) {
        List<String> members = ORIGINS.stream()
                .map(origin -> "127.0.0.1:" + address(origin).told())
                .toList();
        return starter.apply(new Seat(name, node, address(node), members, node.equals(EDGE)))
                .thenAccept(member -> live.put(node, member));
    }

    /** Those who live, by node. Any thread. */
    public Map<String, M> live() {
        return live;
    }

    public Wires wires() {
        return wires;
    }

    private Wires.Address address(String node) {
        return Objects.requireNonNull(addresses.get(node));
    }

    /** The member of a node that lives. */
    public M member(String node) {
        return Objects.requireNonNull(live.get(node));
    }

    /** The process of a node that lives and has one. */
    public ChildJvm process(String node) {
        return member(node).process().orElseThrow();
    }

    /** Ends nodes at the same moment. */
    public void kill(Set<String> nodes) {
        List<M> dying = nodes.stream().map(this::member).toList();
        nodes.forEach(live::remove);
        CompletableFuture.allOf(dying.stream()
                        .map(member -> CompletableFuture.runAsync(member::kill))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    /** Waits until all who live are one cluster, and stay so for a moment. */
    public void awaitWhole() {
        await().atMost(PATIENCE)
                .during(Duration.ofMillis(500))
                .pollInterval(Duration.ofMillis(100))
                .until(this::isWhole);
    }

    private boolean isWhole() {
        return live.values().stream().allMatch(member -> sees(member, live.size()))
                && live.values().stream().allMatch(member -> holds(member.safe()));
    }

    /** Waits until both sides of a split have given each other up. */
    public void awaitSplit(Set<String> side) {
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
