package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A name that is live is published again: by default the newcomer has it, and no player has to reconnect. */
class SecondPublisherTest {
    private static final int LAST = Encoder.GOP - 1;
    private static final int SECOND = 100;
    private static final LiveCluster CLUSTER = new LiveCluster();
    private static LiveNode origin;
    private static LiveNode otherOrigin;
    private static LiveNode strictOrigin;
    private static LiveNode edge;

    @BeforeAll
    static void start() {
        origin = CLUSTER.origin();
        otherOrigin = CLUSTER.origin();
        strictOrigin = CLUSTER.origin("publish.policy=refuse");
        edge = CLUSTER.edge();
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    void sameOriginGivesTheNameToTheNewcomer() {
        takeOver("again-here", origin);
    }

    @Test
    void otherOriginTakesTheNameOver() {
        takeOver("elsewhere", otherOrigin);
    }

    private static void takeOver(String name, LiveNode newcomersOrigin) {
        try (var old = Encoder.at(origin, name, 0);
                var near = Viewer.of(origin, name);
                var far = Viewer.of(edge, name)) {
            near.awaitFrame(LAST);
            far.awaitFrame(LAST);
            try (var newcomer = Encoder.at(newcomersOrigin, name, SECOND)) {
                assertThat(old.peer().awaitClose())
                        .anyMatch(message -> message.isStatus("NetStream.Unpublish.Success"));
                near.awaitFrame(SECOND + LAST);
                far.awaitFrame(SECOND + LAST);
                int last = newcomer.sendGop();
                for (Viewer viewer : new Viewer[] {near, far}) {
                    viewer.awaitFrame(last).assertGops(0, SECOND, SECOND + Encoder.GOP);
                    viewer.assertUndisturbed();
                }
                assertThat(edge.streams())
                        .contains(name + "@" + newcomersOrigin.node().name());
            }
        }
    }

    @Test
    void policyRefuseKeepsTheNameForItsPublisher() {
        try (var first = Encoder.at(origin, "kept", 0);
                var viewer = Viewer.of(edge, "kept");
                var second = strictOrigin.client()) {
            viewer.awaitFrame(LAST);
            int stream = second.createStream();
            second.command(stream, "publish", 3, null, "kept", "live");
            second.awaitStatus("NetStream.Publish.BadName");
            second.awaitClose();
            viewer.awaitFrame(first.sendGop()).assertGops(0, Encoder.GOP);
            viewer.assertUndisturbed();
        }
    }
}
