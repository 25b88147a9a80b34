package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.Cut;
import dev.headwater.loadtest.lab.machine.ProcessState;
import java.time.Duration;
import java.util.List;

/** No node reaches any other member of the cluster; media goes through. Without namespaces the other origins are killed. */
final class MembersGone implements Fault {
    private static final Duration GONE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String id() {
        return "members-gone";
    }

    @Override
    public String title() {
        return "the cluster's members are gone altogether";
    }

    @Override
    public Topology topology(LabSettings settings) {
        return settings.topology().atLeast(3, 1).withStreams(1);
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var notes = scene.notes();
        var stream = scene.streams().getFirst();
        var owner = scene.ownerOf(stream);
        scene.begin();
        if (scene.network().canCut()) {
            var places = scene.cluster().nodes().stream().map(LabNode::place).toList();
            var cut = scene.network().cut(places, places, Cut.Traffic.CLUSTER);
            Waiting.pause(GONE);
            notes.must("no node hears from another one", Waiting.until(PATIENCE, () -> isEachAlone(scene)));
            notes.prove("packets dropped: " + cut.droppedPackets(), cut.droppedPackets() > 0);
            cut.heal();
            long healed = System.nanoTime();
            boolean whole = Waiting.until(PATIENCE, () -> isWhole(scene));
            notes.must("cluster is whole again", whole);
            notes.tellMs("cluster is whole again after", (System.nanoTime() - healed) / 1e6);
        } else {
            for (var other : scene.cluster().origins()) {
                if (other != owner) {
                    other.kill();
                    boolean gone = other.awaitEnd(Duration.ofSeconds(2)).isPresent();
                    notes.prove(
                            "process %d of %s is gone".formatted(other.pid(), other.name()),
                            gone && other.state() == ProcessState.GONE);
                }
            }
            Waiting.pause(GONE);
            notes.must(
                    "the origin that is left lists none of them", Waiting.until(PATIENCE, () -> isOnlyMember(owner)));
        }
        boolean _ = scene.settle(stream, PATIENCE);
        scene.unconcerned(stream.name(), stream.viewers().audience());
        notes.exactly(
                "publishes of the encoder", stream.encoder().publications().size(), 1);
    }

    /** Origins list themselves; an edge without any goes by the last list that it had, and nobody in it answers. */
    private static boolean isEachAlone(Scene scene) throws InterruptedException {
        for (var node : scene.cluster().nodes()) {
            var heard = node.spec().isOrigin() ? node.api().nodes() : node.api().answering();
            if (!heard.equals(List.of(node.name()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOnlyMember(LabNode origin) throws InterruptedException {
        var known = origin.api().nodes();
        return known.contains(origin.name())
                && known.stream().noneMatch(name -> name.startsWith("origin") && !name.equals(origin.name()));
    }

    private static boolean isWhole(Scene scene) throws InterruptedException {
        for (var node : scene.cluster().nodes()) {
            var known = node.api().nodes();
            if (!scene.cluster().nodes().stream().allMatch(other -> known.contains(other.name()))) {
                return false;
            }
        }
        return true;
    }
}
