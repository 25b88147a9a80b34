package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.LocalStreamDirectory;
import dev.headwater.cluster.Succession;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.rtmp.RtmpListener;
import dev.headwater.testkit.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An edge loses sight of a stream's owner, which another node reaches, over real sockets. */
class CutOwnerTest {
    private static final StreamKey KEY = new StreamKey("live", "cut");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int FRAME_MS = 40;
    private static final int GOP = 10;

    private final Vertx vertx = Vertx.vertx();
    private final LiveStream published =
            new LiveStream(KEY, new LoopContexts(vertx).nextLoop(), Limits.HUB, players -> {});
    private final RtmpListener owner = TreeNode.open(
            vertx,
            request -> Future.succeededFuture(new PlayDecision.Found(published)),
            stream -> new RelayGreeting(new Epoch(1, "o1"), stream.timestampMs(), List.of("o1")).properties(),
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("o1", "z", "origin", "test")));
    private final Gate gate = new Gate(vertx, owner.port());
    private final LocalNodeDirectory nodes = new LocalNodeDirectory();
    private final TreeNode other = new TreeNode(vertx, "other", directory(owner.port()), nodes);
    private final TreeNode edge = new TreeNode(vertx, "edge", directory(gate.port()), nodes);
    private final AtomicLong frames = new AtomicLong();

    /** The owner, as a node finds it at that port. */
    private static LocalStreamDirectory directory(int port) {
        var directory = new LocalStreamDirectory(Succession.DEFAULT, () -> 0);
        directory
                .claim(new ClaimRequest(KEY, "o1", "127.0.0.1", port, "z", ClaimPolicy.TAKEOVER, 0, "", 0))
                .await();
        return directory;
    }

    @AfterEach
    void close() {
        edge.close();
        other.close();
        gate.close();
        owner.close().await();
        vertx.close().await();
    }

    private void publish() {
        int number = (int) frames.getAndIncrement();
        int timestamp = number * FRAME_MS;
        if (number == 0) {
            published.publish(MediaFrame.of(FrameKind.VIDEO, timestamp, Payloads.avcSequenceHeader()));
        }
        boolean isKey = number % GOP == 0;
        published.publish(MediaFrame.of(
                FrameKind.VIDEO, timestamp, isKey ? Payloads.avcKeyFrame(number) : Payloads.avcInterFrame(number)));
        published.flush();
    }

    @Test
    void aCutThatAnotherNodeGoesAroundIsGoneAroundAndLeftBehindWhenItHeals() {
        long pace = vertx.setPeriodic(FRAME_MS, tick -> published.loop().execute(this::publish));
        var stream = edge.play(KEY).await();
        await().atMost(PATIENCE).until(() -> edge.path(stream).equals(List.of("o1", "edge")));
        await().atMost(PATIENCE).until(() -> stream.timestampMs() > 0);

        gate.shut();
        await("around").atMost(PATIENCE).until(() -> edge.path(stream).equals(List.of("o1", "other", "edge")));
        long around = stream.timestampMs();
        await("frames flow").atMost(PATIENCE).until(() -> stream.timestampMs() > around + GOP * FRAME_MS);

        gate.open();
        await("back").atMost(PATIENCE).until(() -> edge.path(stream).equals(List.of("o1", "edge")));
        long back = stream.timestampMs();
        await("frames flow").atMost(PATIENCE).until(() -> stream.timestampMs() > back + GOP * FRAME_MS);
        vertx.cancelTimer(pace);
        assertThat(stream.isOver()).isFalse();
    }
}
