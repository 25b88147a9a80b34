package dev.headwater.loadtest.lab.machine;

import dev.headwater.loadtest.process.FreePorts;
import java.util.List;

/** Where a node listens. */
public record Ports(int rtmp, int relay, int http, int management, int cluster, int eventBus) {
    /** As documented: what a node in a namespace of its own takes. */
    static final Ports DEFAULTS = new Ports(1935, 19_350, 8080, 1985, 5701, 5702);

    private static final int FIRST_FREE = 21_000;

    /** Some that are free now. */
    static Ports free(FreePorts ports) {
        return new Ports(
                ports.at(FIRST_FREE),
                ports.at(FIRST_FREE),
                ports.at(FIRST_FREE),
                ports.at(FIRST_FREE),
                ports.at(FIRST_FREE),
                ports.at(FIRST_FREE));
    }

    /** What members talk to each other on. */
    List<Integer> ofCluster() {
        return List.of(cluster, eventBus);
    }
}
