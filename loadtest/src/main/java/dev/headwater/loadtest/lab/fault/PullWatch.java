package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.LabNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pulls between nodes from a moment on, by what both ends count of them: each connection that a node has accepted since then
 * must be one that another node counts as an attempt, and in the end there are as many pulls as before. Nothing that happens between
 * two looks escapes it. For clusters without {@code relay.fanout}. Confined to the lab's thread; blocks it.
 */
final class PullWatch {
    private final Scene scene;
    private final Map<LabNode, Long> attempts = new LinkedHashMap<>();
    private final Map<LabNode, Long> accepted = new LinkedHashMap<>();
    private final long served;

    private PullWatch(Scene scene) throws InterruptedException {
        this.scene = scene;
        for (var node : scene.cluster().nodes()) {
            attempts.put(node, Pulls.attemptsOf(node));
        }
        for (var node : attempts.keySet()) { // after all attempts, and in the end before them: none is missed
            accepted.put(node, Pulls.acceptedBy(node));
        }
        served = Pulls.servedBy(scene.cluster().origins());
    }

    /** Begins now. */
    static PullWatch start(Scene scene) throws InterruptedException {
        return new PullWatch(scene);
    }

    /** Tells that every connection was asked for. Nodes that forward publishers connect for these, too: then it tells nothing. */
    void connections(LabNode... gone) throws InterruptedException {
        if (scene.settings().throughEdges()) {
            return;
        }
        attempts.keySet().removeAll(List.of(gone));
        accepted.keySet().removeAll(List.of(gone));
        long connections = 0;
        for (var before : accepted.entrySet()) {
            connections += Pulls.acceptedBy(before.getKey()) - before.getValue();
        }
        long asked = 0;
        for (var before : attempts.entrySet()) {
            asked += Pulls.attemptsOf(before.getKey()) - before.getValue();
        }
        scene.notes().tell("connections between nodes", connections);
        scene.notes().exactly("of them that no node asked for", Math.max(connections - asked, 0), 0);
    }

    /** Waits until the origins serve as many pulls as before, and {@code more}, and tells whether they do. */
    void afterwards(int more, LabNode... gone) throws InterruptedException {
        var origins = new ArrayList<>(scene.cluster().origins());
        origins.removeAll(List.of(gone));
        long wanted = served + more;
        scene.notes().exactly("pulls at the origins afterwards", Pulls.servedInTheEnd(origins, wanted), wanted);
    }
}
