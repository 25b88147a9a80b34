package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.LocalStreamDirectory;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.Succession;
import dev.headwater.media.StreamKey;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.PlayDecision;
import dev.headwater.server.role.PlayRequest;
import dev.headwater.server.tracing.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A node that stops at the very moment when a stream is asked for. */
class PullsTest {
    private final EmbeddedChannel time = new EmbeddedChannel();
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("me", "z", "edge", "test"));
    private final FakeUpstreams upstreams = new FakeUpstreams();
    private final Pulls pulls = new Pulls(
            new LocalStreamDirectory(Succession.DEFAULT, () -> 0),
            new NodesView(new LocalNodeDirectory(), System::nanoTime),
            upstreams,
            this::loop,
            Limits.HUB,
            () -> PullRig.SETTINGS,
            new RelaySelf("me", "z", Optional::empty, 0),
            FlightRecorder.OFF,
            metrics);
    private Runnable meanwhile = () -> {};

    /** For the pull that is being made, which those who end all pulls do not see yet. */
    private EventLoop loop() {
        meanwhile.run();
        return time.eventLoop();
    }

    private static PlayRequest request(String query) {
        return new PlayRequest(
                new StreamKey("live", "one"),
                query,
                "192.0.2.1:1",
                false,
                reason -> {},
                Trace.NONE,
                Promise.<Void>promise().future());
    }

    @Test
    void aPullForANodeThatMeetsTheStopIsNotLeftBehind() {
        meanwhile = pulls::letGoOfNodes;
        var decision = pulls.relay(
                request(new PullRequest(Seen.NOTHING, "c", "z", Optional.empty(), List.of(), true).query()));
        time.runPendingTasks();
        assertThat(decision.result()).isInstanceOf(PlayDecision.Refused.class);
        assertThat(metrics.pulls.value()).isZero();
        assertThat(upstreams.count()).isZero();
    }

    @Test
    void aPullForAPlayerThatMeetsTheEndIsNotLeftBehind() {
        meanwhile = pulls::close;
        var decision = pulls.open(request(""));
        time.runPendingTasks();
        assertThat(decision.result()).isEqualTo(PlayDecision.NOT_FOUND);
        assertThat(metrics.pulls.value()).isZero();
        assertThat(upstreams.count()).isZero();
    }
}
