package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.cluster.Waiting;
import dev.headwater.loadtest.lab.machine.ProcessState;

/** Nothing goes wrong: what the other figures are to be seen against. */
final class NoFault implements Fault {
    @Override
    public String id() {
        return "control";
    }

    @Override
    public String title() {
        return "nothing goes wrong";
    }

    /** With no other node than was asked for. */
    @Override
    public Topology topology(LabSettings settings) {
        return settings.topology();
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        scene.begin();
        Waiting.pause(scene.settings().after());
        for (var stream : scene.streams()) {
            scene.unconcerned(stream.name(), stream.viewers().audience());
        }
        boolean all = scene.cluster().nodes().stream().allMatch(node -> node.state() == ProcessState.ALIVE);
        scene.notes().prove("every process runs", all);
    }
}
