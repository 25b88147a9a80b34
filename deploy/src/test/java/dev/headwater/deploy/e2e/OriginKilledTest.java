package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An origin dies without a word, and the encoder comes back at another one: the players of an edge do not notice. */
class OriginKilledTest {
    private static final int LAST = Encoder.GOP - 1;
    private static final int AGAIN = 100;

    @Test
    void playersOfAnEdgeGoOnWithTheOriginThatTheEncoderFindsNext() {
        try (var cluster = new LiveCluster()) {
            var survivor = cluster.origin();
            var edge = cluster.edge();
            try (var doomed = NodeProcess.start("origin", cluster.settings("doomed"))) {
                int port = NodeProcess.port(doomed);
                try (var lost = Encoder.at(port, "survives", 0);
                        var viewer = Viewer.of(edge, "survives")) {
                    viewer.awaitFrame(LAST).awaitFrame(lost.sendGop());
                    assertThat(edge.streams()).containsExactly("survives@doomed");

                    doomed.kill();
                    lost.peer().awaitClose();
                    try (var back = Encoder.at(survivor, "survives", AGAIN)) {
                        viewer.awaitFrame(AGAIN + LAST);
                        viewer.awaitFrame(back.sendGop()).assertGops(0, Encoder.GOP, AGAIN, AGAIN + Encoder.GOP);
                        viewer.assertUndisturbed();
                        assertThat(edge.streams())
                                .containsExactly("survives@" + survivor.node().name());
                    }
                }
            }
        }
    }
}
