package dev.headwater.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.Succession;
import dev.headwater.cluster.TestNode;
import dev.headwater.media.FrameKind;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishRequest;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** A publisher whose forward a test looks at, and the origins that it finds, in virtual time. */
final class ForwardRig implements AutoCloseable {
    private static final int GOP_BYTES = 10_000;
    static final ForwardSettings SETTINGS = new ForwardSettings(
            1 << 20,
            Duration.ofSeconds(3),
            Duration.ofMillis(500),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            GOP_BYTES);

    final EmbeddedChannel time = new EmbeddedChannel();
    final LocalNodeDirectory nodes = new LocalNodeDirectory(Succession.DEFAULT, () -> 0);
    private final AtomicInteger looks = new AtomicInteger();
    final FakeDownstreams origins = new FakeDownstreams();
    final List<EndReason> ends = new ArrayList<>();
    final Promise<Void> left = Promise.promise();
    final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("n", "z", "edge", "test"));
    final AtomicBoolean heapIsShort = new AtomicBoolean();
    final BacklogRoom room = new BacklogRoom(1 << 20, heapIsShort::get);
    final OriginChoice choice = new OriginChoice("z", RandomGenerator.of("L64X128MixRandom"), () -> 0);
    final Forward forward = new Forward(
            new PublishRequest(
                    new StreamKey("live", "one"),
                    "192.0.2.1:1",
                    Forwarded.NOT,
                    time.eventLoop(),
                    ends::add,
                    Trace.NONE,
                    left.future()),
            new ForwardPorts(
                    new NodesView(nodes, () -> TimeUnit.SECONDS.toNanos(looks.incrementAndGet())), // never fresh
                    choice,
                    origins,
                    room,
                    metrics,
                    RandomGenerator.of("L64X128MixRandom")),
            SETTINGS);
    private int clock;

    ForwardRig() {
        time.freezeTime();
    }

    @Override
    public void close() {
        forward.end(EndReason.SHUTDOWN);
        time.runPendingTasks();
    }

    void announce(String id) {
        nodes.announce(TestNode.origin(id).zone("z").relay(19_350).record());
    }

    Future<PublishDecision> start(String... ids) {
        for (String id : ids) {
            announce(id);
        }
        var decision = forward.start();
        time.runPendingTasks();
        return decision;
    }

    void advance(Duration span) {
        for (long ms = 0; ms < span.toMillis(); ms += 50) {
            time.advanceTimeBy(50, TimeUnit.MILLISECONDS);
            time.runScheduledPendingTasks();
            time.runPendingTasks();
        }
    }

    /** The origin lives meanwhile. */
    void advanceWithBytes(Duration span) {
        for (long ms = 0; ms < span.toMillis(); ms += 500) {
            advance(Duration.ofMillis(500));
            origins.last().events.alive();
        }
    }

    void picture(byte[] payload) {
        forward.publish(FrameKind.VIDEO, clock, payload);
        forward.flush();
        clock += 40;
        time.runPendingTasks();
    }

    void key(int number) {
        picture(Payloads.avcKeyFrame(number));
    }

    void inter(int number) {
        picture(Payloads.avcInterFrame(number));
    }

    void sound(int number) {
        forward.publish(FrameKind.AUDIO, clock, Payloads.aacFrame(number));
        forward.flush();
        clock += 20;
        time.runPendingTasks();
    }

    /** No picture for this long, by the publisher's clock. */
    void sounds(Duration span) {
        for (int until = clock + (int) span.toMillis(); clock < until; ) {
            sound(0);
        }
    }

    /** Live for long enough that the next loss is tried again at once. */
    FakeDownstreams.Opened live(String... ids) {
        start(ids);
        var origin = origins.last();
        origin.events.accepted(5);
        forward.publish(FrameKind.DATA, 0, Payloads.onMetaData());
        picture(Payloads.avcSequenceHeader());
        key(0);
        inter(1);
        advanceWithBytes(Duration.ofSeconds(3));
        assertThat(forward.state()).isEqualTo(ForwardState.LIVE);
        return origin;
    }

    static List<Integer> numbers(FakeDownstreams.Opened origin) {
        return origin.sent.stream()
                .filter(frame -> frame.kind() == FrameKind.VIDEO && !frame.isSequenceHeader())
                .map(frame -> Payloads.counterOf(frame.payload()))
                .toList();
    }

    double dropped() {
        return metrics.droppedForwardFrames.count();
    }
}
