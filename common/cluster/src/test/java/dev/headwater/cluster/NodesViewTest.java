package dev.headwater.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodesViewTest {
    private static final List<NodeRecord> ONE = List.of(TestNode.edge("e").record());

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
        var first = view.recent();
        var second = view.recent();
        asked.getFirst().complete(ONE);
        assertThat(first.result()).isEqualTo(ONE);
        assertThat(second.result()).isEqualTo(ONE);
        pass(Duration.ofMillis(999));
        assertThat(view.recent().result()).isEqualTo(ONE);
        assertThat(asked).hasSize(1);
        pass(Duration.ofMillis(1));
        assertThat(view.recent().isComplete()).isFalse();
        assertThat(asked).hasSize(2);
    }

    @Test
    void anOperatorIsToldWhatIsTrueNow() {
        view.recent();
        asked.getLast().complete(ONE);
        var now = view.now();
        asked.getLast().complete(List.of());
        assertThat(now.result()).isEmpty();
        assertThat(asked).hasSize(2);
    }

    @Test
    void theLastViewStandsWhileTheDirectoryIsSilent() {
        view.recent();
        asked.getLast().complete(ONE);
        pass(Duration.ofSeconds(1));
        assertThat(view.recent().await()).isEqualTo(ONE);
        asked.getLast().complete(List.of()); // late, and still news
        pass(Duration.ofSeconds(1));
        assertThat(view.recent().await()).isEmpty();
    }

    @Test
    void theLastViewStandsWhileTheDirectoryDoesNotAnswer() {
        var never = view.recent();
        asked.getLast().fail(new DirectoryUnavailableException("alone"));
        assertThat(never.failed()).isTrue();
        pass(Duration.ofSeconds(1));
        view.recent();
        asked.getLast().complete(ONE);
        pass(Duration.ofSeconds(1));
        var later = view.recent();
        asked.getLast().fail(new DirectoryUnavailableException("alone"));
        assertThat(later.result()).isEqualTo(ONE);
    }
}
