package dev.headwater.loadtest.lab.fault;

import dev.headwater.loadtest.lab.cluster.Waiting;

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

    @Override
    public void run(Scene scene) throws InterruptedException {
        scene.begin();
        Waiting.pause(scene.settings().after());
        var window = scene.window();
        for (var stream : scene.streams()) {
            var audience = stream.viewers().audience();
            scene.notes().atMostMs("gap of " + stream.name(), audience.gapMs(window), scene.steadyGapMs());
            scene.notes().undisturbed(audience, window);
        }
        scene.notes().prove("every process runs", true);
    }
}
