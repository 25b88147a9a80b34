package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.ProcessState;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** SIGKILL for the oldest member, which keeps the list of all: another one must take over while streams go on. */
final class OldestMemberKilled implements Fault {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final double PUBLISH_MS = 1_000;
    private static final double SECOND_MS = 1_000;
    private static final Pattern OLDEST = Pattern.compile("MembershipLog: .* oldest=(\\S+)");

    @Override
    public String id() {
        return "F8";
    }

    @Override
    public String title() {
        return "oldest member killed";
    }

    @Override
    public Topology topology(LabSettings settings) {
        return settings.topology().atLeast(3, 1);
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var notes = scene.notes();
        var cluster = scene.cluster();
        var oldest = cluster.node(oldest(cluster.origins().getFirst()));
        notes.prove(
                "%s is an origin, and every node names it the oldest".formatted(oldest.name()),
                oldest.spec().isOrigin() && allName(oldest.name(), cluster.nodes()));
        var others = cluster.origins().stream().filter(node -> node != oldest).toList();
        var lost = scene.streamsOf(oldest);

        scene.begin();
        oldest.kill();
        boolean gone = oldest.awaitEnd(Duration.ofSeconds(2)).isPresent();
        notes.prove(
                "process %d of %s is gone".formatted(oldest.pid(), oldest.name()),
                gone && oldest.state() == ProcessState.GONE);
        var survivors = cluster.nodes().stream().filter(node -> node != oldest).toList();
        var next = scene.further("after-the-oldest", others).encoder();
        boolean taken = Waiting.until(PATIENCE, next::isPublishing);
        double publishMs = taken
                ? scene.sinceBeginMs(next.publications().getFirst().startedNanos())
                : scene.sinceBeginMs(System.nanoTime());
        notes.must(
                "every other node names the same next one",
                Waiting.until(
                        PATIENCE,
                        () -> allName(oldest(survivors.getFirst()), survivors)
                                && !oldest(survivors.getFirst()).equals(oldest.name())));
        Waiting.pause(Duration.ofSeconds(1));
        for (var stream : scene.streams()) {
            boolean _ = scene.settle(stream, PATIENCE);
        }

        notes.atMostMs("new publish after", publishMs, PUBLISH_MS);
        notes.exactly("tries that it took", next.mostTries(), 1);
        var window = scene.window();
        for (var stream : scene.streams()) {
            if (lost.contains(stream)) {
                var audience = stream.viewers().audience();
                var its = notes.of("%s, its own".formatted(stream.name()));
                double reconnectMs = stream.encoder().longestReconnectNanos() / 1e6;
                its.atMostMs(
                        "encoder's reconnect",
                        reconnectMs,
                        (double) scene.settings().retry().toMillis(),
                        SECOND_MS);
                its.atMostMs("gap", audience.gapMs(window), reconnectMs, SECOND_MS);
                its.undisturbed(audience, window);
            }
        }
        Aftermath.othersThan(scene, lost);
    }

    private static boolean allName(String oldest, List<LabNode> nodes) {
        return nodes.stream().allMatch(node -> oldest(node).equals(oldest));
    }

    /** The name of the oldest member, as the node sees it: each line of its log on a member that came or went says so. */
    private static String oldest(LabNode node) {
        return node.logLines("oldest=").stream()
                .flatMap(line -> OLDEST.matcher(line).results())
                .map(found -> found.group(1))
                .reduce("", (earlier, later) -> later);
    }
}
