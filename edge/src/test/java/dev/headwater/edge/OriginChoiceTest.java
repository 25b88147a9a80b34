package dev.headwater.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.NodeRecord;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OriginChoiceTest {
    private final OriginChoice choice = new OriginChoice("here", new Random(1));

    @Test
    void isEmptyWithoutAnOriginThatTakesPublishers() {
        assertThat(choice.best(List.of())).isEmpty();
        assertThat(choice.best(List.of(
                        node("edge", NodeRecord.EDGE, "here", 0, false),
                        node("leaving", NodeRecord.ORIGIN, "here", 0, true))))
                .isEmpty();
    }

    @Test
    void staysInItsZoneHoweverLoadedThatIs() {
        var near = origin("near", "here", 0.9);

        assertThat(picks(origin("far", "there", 0.0), near)).containsOnly(near);
    }

    @Test
    void goesElsewhereBeforeItRefuses() {
        var far = origin("far", "there", 0.5);

        assertThat(picks(far, node("leaving", NodeRecord.ORIGIN, "here", 0, true)))
                .containsOnly(far);
    }

    @Test
    void sparesTheMostLoadedAndFloodsNobody() { // the best of two random picks
        var idle = origin("idle", "here", 0.1);
        var busy = origin("busy", "here", 0.5);
        var full = origin("full", "here", 1.0);

        var picks = picks(full, busy, idle);

        assertThat(picks).filteredOn(idle::equals).hasSizeBetween(480, 630); // 5 of 9
        assertThat(picks).filteredOn(busy::equals).hasSizeBetween(270, 400); // 3 of 9
        assertThat(picks).filteredOn(full::equals).hasSizeBetween(60, 170); // 1 of 9
    }

    private List<NodeRecord> picks(NodeRecord... nodes) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> choice.best(List.of(nodes)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static NodeRecord origin(String id, String zone, double load) {
        return node(id, NodeRecord.ORIGIN, zone, load, false);
    }

    private static NodeRecord node(String id, String role, String zone, double load, boolean draining) {
        return new NodeRecord(id, role, zone, "127.0.0.1", 1935, 19350, 0, 1985, load, draining);
    }
}
