package dev.headwater.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.DirectoryUnavailableException;
import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodeRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodesViewTest {
    private static final List<NodeRecord> ONE =
            List.of(new NodeRecord("e", NodeRecord.EDGE, "", "h", 1935, 0, 0, 0, 0, false));

    private final List<Promise<List<NodeRecord>>> asked = new ArrayList<>();
    private long now;
    private final NodesView view = new NodesView(
            new NodeDirectory() {
                @Override
                public Future<Void> announce(NodeRecord record) {
                    throw new AssertionError("a view announces nothing");
                }

                @Override
                public Future<Void> withdraw(String nodeId) {
                    throw new AssertionError("a view withdraws nothing");
                }

                @Override
                public Future<List<NodeRecord>> nodes() {
                    asked.add(Promise.promise());
                    return asked.getLast().future();
                }
            },
            () -> now);

    private void pass(Duration span) {
        now += span.toNanos();
    }

    @Test
    void aCrowdAsksTheDirectoryOnce() {
        var first = view.nodes();
        var second = view.nodes();
        asked.getFirst().complete(ONE);
        assertThat(first.result()).isEqualTo(ONE);
        assertThat(second.result()).isEqualTo(ONE);
        pass(Duration.ofMillis(999));
        assertThat(view.nodes().result()).isEqualTo(ONE);
        assertThat(asked).hasSize(1);
        pass(Duration.ofMillis(1));
        assertThat(view.nodes().isComplete()).isFalse();
        assertThat(asked).hasSize(2);
    }

    @Test
    void theLastViewStandsWhileTheDirectoryDoesNotAnswer() {
        var never = view.nodes();
        asked.getLast().fail(new DirectoryUnavailableException("alone"));
        assertThat(never.failed()).isTrue();
        pass(Duration.ofSeconds(1));
        view.nodes();
        asked.getLast().complete(ONE);
        pass(Duration.ofSeconds(1));
        var later = view.nodes();
        asked.getLast().fail(new DirectoryUnavailableException("alone"));
        assertThat(later.result()).isEqualTo(ONE);
    }
}
