package dev.headwater.origin;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.FanoutSettings;
import dev.headwater.media.hub.FrameTap;
import dev.headwater.media.hub.Hub;
import dev.headwater.media.hub.HubMetrics;
import dev.headwater.media.hub.HubSettings;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.relay.RelayAddress;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The origin {@code o1}, put together on one event loop that runs when the test says so. */
final class Origin {
    static final StreamKey KEY = new StreamKey("live", "one");

    final EmbeddedChannel time = new EmbeddedChannel();
    final AtomicLong now = new AtomicLong();
    final FakeDirectory directory = new FakeDirectory(now::get);
    final NodeMetrics metrics = metrics("o1");
    final LocalPublications publications = new LocalPublications(metrics.streams);
    final UnansweredCalls calls = new UnansweredCalls();
    final ClaimRequests requests = new ClaimRequests("o1", () -> new RelayAddress("127.0.0.1", 19_350), "z");
    final NodeLease node = new NodeLease(directory, Duration.ofSeconds(6), now::get);
    private final ClaimPorts claims =
            new ClaimPorts(directory, node, publications, calls, requests, hub(now::get), 0, metrics);
    final LeaseKeeper leases = new LeaseKeeper(claims);
    final ClaimingGate gate;

    Origin() {
        this(app -> ClaimPolicy.TAKEOVER);
    }

    Origin(Function<String, ClaimPolicy> policy) {
        time.freezeTime();
        gate = new ClaimingGate(claims, policy);
    }

    static NodeMetrics metrics(String nodeId) {
        return new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags(nodeId, "z", "origin", "test"));
    }

    /** @param clock monotonic, nanoseconds */
    static Hub hub(LongSupplier clock) {
        return new Hub(new HubSettings(
                Duration.ofSeconds(10),
                () -> 16 << 20,
                Duration.ofSeconds(4),
                8 << 20,
                Duration.ofSeconds(15),
                app -> FanoutSettings.UNGATHERED,
                clock,
                HubMetrics.NONE));
    }

    /** A broadcaster, as its connection is to the origin. */
    static final class Broadcaster {
        final List<EndReason> ends = new ArrayList<>();
        final Promise<Void> left = Promise.promise();
    }

    Future<PublishDecision> admit(Broadcaster broadcaster) {
        return admit(KEY, Forwarded.NOT, broadcaster);
    }

    /** As an edge brings it. */
    Future<PublishDecision> admit(Forwarded forwarded, Broadcaster broadcaster) {
        return admit(KEY, forwarded, broadcaster);
    }

    private Future<PublishDecision> admit(StreamKey key, Forwarded forwarded, Broadcaster broadcaster) {
        return gate.admit(new PublishRequest(
                key,
                "192.0.2.1:1",
                forwarded,
                time.eventLoop(),
                broadcaster.ends::add,
                Trace.NONE,
                broadcaster.left.future()));
    }

    /** A publication that was granted. */
    OriginPublication publish(Broadcaster broadcaster) {
        return publish(KEY, broadcaster);
    }

    OriginPublication publish(StreamKey key) {
        return publish(key, new Broadcaster());
    }

    private OriginPublication publish(StreamKey key, Broadcaster broadcaster) {
        return granted(admit(key, Forwarded.NOT, broadcaster));
    }

    OriginPublication publish(Forwarded forwarded, Broadcaster broadcaster) {
        return granted(admit(forwarded, broadcaster));
    }

    private OriginPublication granted(Future<PublishDecision> decision) {
        var granted = (PublishDecision.Granted) decision.result();
        run();
        return (OriginPublication) granted.publication();
    }

    OriginPublication publish() {
        return publish(new Broadcaster());
    }

    /** The stream is claimed by another origin, that has it already in {@code ownEpoch}. */
    void takenOver(long ownEpoch) {
        directory.claim(new ClaimRequest(KEY, "o2", "192.0.2.2", 19_350, "z", ClaimPolicy.TAKEOVER, 0, "", ownEpoch));
    }

    void run() {
        time.runPendingTasks();
    }

    void pass(Duration span) {
        now.addAndGet(span.toNanos());
    }

    /** The times of the key frames, as somebody hears them who listens from now on. */
    List<Long> listen(OriginPublication publication) {
        return listen(publication, MediaFrame::isKeyFrame);
    }

    List<Long> listen(OriginPublication publication, Predicate<MediaFrame> wanted) {
        List<Long> heard = new ArrayList<>();
        publication.stream()
                .tap(
                        new FrameTap() {
                            @Override
                            public void frames(List<MediaFrame> batch) {
                                batch.stream().filter(wanted).forEach(frame -> heard.add(frame.timestampMs()));
                            }

                            @Override
                            public void ended(EndReason reason) {
                                // seen at the publication
                            }
                        },
                        time.eventLoop());
        run();
        return heard;
    }

    /** A key frame and before it the header, which a stream swallows that knows it. */
    void keyFrame(OriginPublication publication, int timestamp) {
        publication.publish(FrameKind.VIDEO, timestamp, Payloads.avcSequenceHeader());
        publication.publish(FrameKind.VIDEO, timestamp, Payloads.avcKeyFrame(timestamp));
        publication.flush();
        run();
    }
}
