package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.LocalStreamDirectory;
import dev.headwater.cluster.Succession;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.role.Viewer;
import dev.headwater.server.rtmp.RtmpListener;
import dev.headwater.testkit.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes and an owner that sends each to the other, over real sockets: nobody is fed by itself. */
class CrossedTreeTest {
    private static final StreamKey KEY = new StreamKey("live", "crossed");

    private final Vertx vertx = Vertx.vertx();
    private final LiveStream published =
            new LiveStream(KEY, new LoopContexts(vertx).nextLoop(), Limits.HUB, players -> {});

    /** By the id of the asking node, whom the owner sends it to; itself if nobody. */
    private final Map<String, RelayAddress> sends = new ConcurrentHashMap<>();

    private final AtomicInteger askedByA = new AtomicInteger();
    private final AtomicInteger askedByB = new AtomicInteger();
    private final Map<String, Viewer> served = new ConcurrentHashMap<>();
    private final RtmpListener owner = TreeNode.open(
            vertx,
            this::answer,
            stream -> new RelayGreeting(new Epoch(1, "o1"), 0, List.of("o1")).properties(),
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("o1", "z", "origin", "test")));
    private final LocalStreamDirectory directory = new LocalStreamDirectory(Succession.DEFAULT, () -> 0);
    private final TreeNode a = new TreeNode(vertx, "a", directory);
    private final TreeNode b = new TreeNode(vertx, "b", directory);

    private Future<PlayDecision> answer(PlayRequest request) {
        var pull = PullRequest.parse(request.query());
        (pull.node().equals("a") ? askedByA : askedByB).incrementAndGet();
        var elsewhere = sends.get(pull.node());
        if (elsewhere != null) {
            return Future.succeededFuture(new PlayDecision.Elsewhere(List.of(elsewhere.toString())));
        }
        served.put(pull.node(), request.viewer());
        return Future.succeededFuture(new PlayDecision.Found(published));
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        owner.close().await();
        vertx.close().await();
    }

    private void awaitFurtherAsks() {
        int beforeA = askedByA.get();
        int beforeB = askedByB.get();
        await().until(() -> askedByA.get() >= beforeA + 3 && askedByB.get() >= beforeB + 3);
    }

    private void publish(int timestampMs) {
        published.loop().execute(() -> {
            published.publish(MediaFrame.of(FrameKind.VIDEO, timestampMs, Payloads.avcSequenceHeader()));
            published.publish(MediaFrame.of(FrameKind.VIDEO, timestampMs, Payloads.avcKeyFrame(timestampMs)));
            published.flush();
        });
    }

    @Test
    void nodesThatAreSentToEachOtherGetNothingUntilOneIsServed() {
        directory
                .claim(new ClaimRequest(KEY, "o1", "127.0.0.1", owner.port(), "z", ClaimPolicy.TAKEOVER, 0, "", 0))
                .await();
        sends.put("a", b.address());
        sends.put("b", a.address());
        var playsA = a.play(KEY);
        var playsB = b.play(KEY);
        awaitFurtherAsks();
        assertThat(a.hasNothing()).isTrue();
        assertThat(b.hasNothing()).isTrue();

        sends.remove("a");
        var streamA = playsA.await();
        var streamB = playsB.await();
        assertThat(a.path(streamA)).containsExactly("o1", "a");
        assertThat(b.path(streamB)).containsExactly("o1", "a", "b");
        publish(1_000);
        await().until(() -> streamB.timestampMs() == 1_000);

        // the owner lets go of the node that has a child, and sends it to that child
        sends.put("a", b.address());
        Objects.requireNonNull(served.get("a")).end(EndReason.UPSTREAM_LOST);
        awaitFurtherAsks();
        assertThat(a.path(streamA)).isEmpty();
        assertThat(b.path(streamB)).isEmpty();

        sends.remove("b");
        await().until(() -> a.path(streamA).equals(List.of("o1", "b", "a")));
        publish(2_000);
        await().until(() -> streamA.timestampMs() == 2_000);
        assertThat(b.path(streamB)).containsExactly("o1", "b");
    }
}
