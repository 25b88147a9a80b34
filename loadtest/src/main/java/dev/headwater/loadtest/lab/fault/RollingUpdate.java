package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.client.Endpoints;
import dev.headwater.loadtest.lab.cluster.LabNode;
import dev.headwater.loadtest.lab.cluster.NodeSpec;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import java.util.ArrayList;
import java.util.List;

/**
 * Every pod is replaced, as Kubernetes does it for a new image. Edges are a Deployment: a new one, under a new name, is ready before an
 * old one is terminated, and the next does not wait for that one's end. Origins are a StatefulSet: from the last to the first each is terminated, and comes up under its name at
 * another address. Nodes find each other by DNS alone. Clients come to what is ready, players to the edge that has fewest as through the
 * balancer that we ship: that is the new one, so nobody moves twice. For that to be exact each edge has as many in the beginning.
 */
final class RollingUpdate implements Fault {
    private static final int PODS = 3;

    @Override
    public String id() {
        return "F14-pods";
    }

    @Override
    public String title() {
        return "rolling update as by StatefulSet and Deployment, nodes found by DNS";
    }

    @Override
    public boolean cuts() {
        return true;
    }

    @Override
    public boolean isLoad() {
        return true;
    }

    /** The stream is brought by {@link #prepare}, since where its clients go is to change. */
    @Override
    public Topology topology(LabSettings settings) {
        return new Topology(settings.topology().atLeast(PODS, PODS).nodes(), 0, 0).byName();
    }

    @Override
    public void prepare(Scene scene) throws InterruptedException {
        var cluster = scene.cluster();
        int players = Math.ceilDiv(scene.settings().topology().players(), PODS) * PODS;
        scene.stream(
                "published",
                Endpoints.inTurn(Scene.servers(cluster.origins())),
                players,
                Endpoints.leastClients(Scene.servers(cluster.edges())),
                cluster.edges().size());
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var cluster = scene.cluster();
        var notes = scene.notes();
        var stream = scene.streams().getFirst();
        var ingest = stream.encoder().ingests();
        var playback = stream.viewers().servers();
        var oldEdges = cluster.edges();
        var oldOrigins = cluster.origins();
        var rolling = new Rolling(scene);
        int replaced = 0;

        scene.begin();
        var leaving = new ArrayList<LabNode>();
        for (var old : oldEdges) {
            var fresh =
                    cluster.add(NodeSpec.edge(oldEdges.size() + replaced + 1).byName());
            if (!rolling.awaitReady(fresh)) {
                break;
            }
            replaced++;
            leaving.add(old);
            playback.are(Scene.servers(without(leaving, cluster.edges())));
            rolling.tellToEnd(old);
        }
        for (var old : leaving) {
            boolean _ = rolling.awaitEnd(old);
            cluster.forget(old);
        }
        rolling.awaitFlow();
        for (var origin : oldOrigins.reversed()) {
            String address = origin.place().host();
            ingest.are(Scene.servers(without(List.of(origin), cluster.origins())));
            if (!rolling.end(origin)) {
                break;
            }
            cluster.renew(origin);
            if (!rolling.awaitComplete()) {
                break;
            }
            ingest.are(Scene.servers(cluster.origins()));
            replaced += !address.equals(origin.place().host()) ? 1 : 0;
            rolling.awaitFlow();
        }
        Waiting.pause(scene.settings().after());

        int pods = oldEdges.size() + oldOrigins.size();
        notes.exactly("pods replaced", replaced, pods);
        rolling.tell(pods, 1);
    }

    private static List<LabNode> without(List<LabNode> some, List<LabNode> nodes) {
        var others = new ArrayList<>(nodes);
        others.removeAll(some);
        return others;
    }
}
