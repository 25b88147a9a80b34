package dev.headwater.server.relay;

import static dev.headwater.server.relay.PullRig.FAR;
import static dev.headwater.server.relay.PullRig.KEY;
import static dev.headwater.server.relay.PullRig.NEAR;
import static dev.headwater.server.relay.PullRig.ONE;
import static dev.headwater.server.relay.PullRig.OWNED;
import static dev.headwater.server.relay.PullRig.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.NodesView;
import dev.headwater.media.FrameKind;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.testkit.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a feed tells whom it feeds, in virtual time. */
class PullFeedTest {
    private static final RelaySelf SELF = new RelaySelf("me", "z", Optional::empty, 0);

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("me", "z", "edge", "test"));
    private final FakeUpstreams upstreams = new FakeUpstreams();
    private final LiveStream stream = new LiveStream(KEY, time.eventLoop(), Limits.HUB, players -> {});
    private final Owners owners = new Owners(time.eventLoop(), () -> {});
    private final List<String> told = new ArrayList<>();
    private final PullFeed feed = new PullFeed(
            new PullFeed.Taker() {
                @Override
                public void fed(RelayGreeting greeting) {
                    told.add("fed " + greeting.path());
                }

                @Override
                public void settled() {
                    told.add("settled");
                }

                @Override
                public void lost(EndReason reason, String explanation, boolean steady) {
                    told.add("lost " + reason + (steady ? " steady" : ""));
                }

                @Override
                public void foundNobody() {
                    told.add("nobody");
                }

                @Override
                public boolean isOver() {
                    return false;
                }
            },
            new PullPorts(
                    new FakeDirectory(),
                    new DetourChoice(
                            new NodesView(new LocalNodeDirectory(), System::nanoTime), SELF, new SplittableRandom(1)),
                    upstreams,
                    (key, loop, listener) -> stream,
                    SELF,
                    metrics,
                    new SplittableRandom(1),
                    over -> {}),
            SETTINGS,
            stream,
            new PullAudience(time.eventLoop(), stream, SETTINGS, () -> true, () -> {}),
            owners,
            new TreePlace(SELF, stream, metrics),
            new PullJournal(KEY, FlightRecorder.OFF.log(), metrics));

    @BeforeEach
    void ask() {
        time.freezeTime();
        feed.from(OWNED);
    }

    @AfterEach
    void stop() {
        feed.stop();
    }

    private void advance(Duration span) {
        time.advanceTimeBy(span.toNanos(), TimeUnit.NANOSECONDS);
        time.runScheduledPendingTasks();
    }

    @Test
    void whoSaysNothingIsLostWhenThePatienceEnds() {
        advance(SETTINGS.connectTimeout().minusMillis(1));
        assertThat(told).isEmpty();
        assertThat(feed.isInDoubt()).isTrue();
        advance(Duration.ofMillis(1));
        assertThat(told).containsExactly("lost UPSTREAM_LOST");
        assertThat(upstreams.last().closed()).isTrue();
    }

    @Test
    void whoGreetsFeedsAndIsSteadyAfterAWhileOfFrames() {
        upstreams.last().greets(ONE, "o1");
        upstreams.last().frame(FrameKind.VIDEO, 0, Payloads.avcSequenceHeader());
        advance(SETTINGS.maxBackoff());
        upstreams.last().ends(EndReason.PUBLISHER_LOST);
        assertThat(told).containsExactly("fed [o1]", "settled", "lost PUBLISHER_LOST steady");
    }

    @Test
    void theOnesThatAreNamedAreAskedInTurnUntilNobodyIsLeft() {
        upstreams.last().sendsTo(NEAR, FAR);
        assertThat(upstreams.last().target().parent()).contains(NEAR);
        feed.askNext();
        assertThat(upstreams.last().target().parent()).contains(FAR);
        assertThat(told).isEmpty();
        feed.askNext();
        assertThat(told).containsExactly("nobody");
    }

    @Test
    void theOwnerIsAskedOnceMoreWithTheNewsOfWhoIsOutOfReach() {
        upstreams.last().sendsTo(NEAR);
        upstreams.last().vanishes();
        assertThat(told).containsExactly("lost UPSTREAM_LOST");
        feed.askNext();
        assertThat(upstreams.last().target()).isEqualTo(PullTarget.owner(OWNED));
        assertThat(upstreams.last().request().not()).containsExactly(NEAR);
        upstreams.last().sendsTo(NEAR);
        feed.askNext();
        assertThat(told).last().isEqualTo("nobody");
    }

    @Test
    void neitherAnEpochOfThePastNorACircleIsTaken() {
        owners.take(new Epoch(2, "o2"));
        upstreams.last().greets(ONE, "o1");
        assertThat(told).containsExactly("nobody");
        feed.from(OWNED);
        upstreams.last().greets(new Epoch(3, "o1"), "o1", "me", "e7");
        assertThat(told).containsExactly("nobody", "nobody");
    }

    @Test
    void nothingIsHeardOnceItIsStopped() {
        var upstream = upstreams.last();
        feed.stop();
        assertThat(upstream.closed()).isTrue();
        upstream.ends(EndReason.UNPUBLISHED);
        advance(SETTINGS.connectTimeout());
        assertThat(told).isEmpty();
    }
}
