package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.machine.ProcessState;
import java.time.Duration;

/** SIGKILL for the origin of the first stream; its encoder comes back through the next origin, or the edge finds one. */
final class OriginKilled implements Fault {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    @Override
    public String id() {
        return "F1";
    }

    @Override
    public String title() {
        return "origin killed, encoder back through another one";
    }

    @Override
    public void run(Scene scene) throws InterruptedException {
        var owner = scene.ownerOf(scene.streams().getFirst());
        var lost = scene.streamsOf(owner);
        var pulls = PullWatch.start(scene);
        scene.begin();
        owner.kill();
        boolean gone = owner.awaitEnd(Duration.ofSeconds(2)).isPresent();
        scene.notes()
                .prove(
                        "process %d of %s is gone".formatted(owner.pid(), owner.name()),
                        gone && owner.state() == ProcessState.GONE);
        Aftermath.ofLostOrigin(scene, lost, PATIENCE);
        pulls.afterwards(0, owner);
    }
}
