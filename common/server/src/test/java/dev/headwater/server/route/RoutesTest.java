package dev.headwater.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.TestNode;
import dev.headwater.media.StreamKey;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** While the directory is silent. */
class RoutesTest {
    private static final StreamKey ONE = new StreamKey("live", "one");

    private final LocalNodeDirectory nodes = new LocalNodeDirectory();
    private final NodesView view = new NodesView(nodes, System::nanoTime);
    private final Routes routes = new Routes(
            new SilentDirectory(),
            view,
            new EdgeChoice(view, RandomGenerator.of("L64X128MixRandom")),
            key -> key.app().equals("on-demand"),
            "west");

    private void announce(String id, String role, StreamKey... streams) {
        nodes.announce(new TestNode(id, role)
                .zone("west")
                .hosts("127.0.0.1", "127.0.0.1", id + ".example")
                .rtmp(1935)
                .relay(19_350)
                .streams(streams)
                .record());
    }

    @Test
    void anOriginIsBelievedThatSaysItHasTheStream() {
        announce("o1", NodeRecord.ORIGIN);
        announce("o2", NodeRecord.ORIGIN, ONE);
        announce("e1", NodeRecord.EDGE);
        assertThat(routes.find(ONE, "").await())
                .isInstanceOfSatisfying(
                        Route.Edges.class,
                        found -> assertThat(found.edges())
                                .extracting(NodeRecord::nodeId)
                                .containsExactly("e1"));
        assertThat(routes.owner(ONE).await()).map(NodeRecord::nodeId).contains("o2");
    }

    @Test
    void aStreamThatNoOriginSaysItHasMayBeLiveAllTheSame() {
        announce("o1", NodeRecord.ORIGIN);
        announce("e1", NodeRecord.EDGE, ONE);
        assertThat(routes.find(ONE, "").await()).isInstanceOf(Route.NoEdge.class);
    }

    @Test
    void aStreamThatThePlayBringsIsRoutedAsEver() {
        announce("e1", NodeRecord.EDGE);
        assertThat(routes.find(new StreamKey("on-demand", "one"), "").await()).isInstanceOf(Route.Edges.class);
    }
}
