package dev.headwater.server.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.Action;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Client;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.clients.ClientHandle;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.Publication;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.tracing.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In virtual time. */
class PublishSilenceTest {
    private static final StreamKey KEY = new StreamKey("live", "one");
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration MEDIA = Duration.ofSeconds(30);

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final Broadcaster broadcaster = new Broadcaster();

    @BeforeEach
    void timeStandsStill() {
        time.freezeTime();
    }

    private Publish publish(Duration media) {
        var service = new PublishService(
                "test",
                Access.AUTHORISED,
                PortLimits.NONE,
                request -> Future.succeededFuture(new PublishDecision.Granted(broadcaster)),
                new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("n", "z", "origin", "test")).rtmp,
                SILENCE,
                media);
        var client = new Client(InetAddress.getLoopbackAddress(), "1", "", "", "", "", "", "", Trace.NONE);
        var publish = new Publish(service, new Attempt(Action.PUBLISH, KEY, "", client), broadcaster);
        publish.start(Future.succeededFuture(new Verdict.Allowed(KEY)));
        time.runPendingTasks();
        return publish;
    }

    @Test
    void aPublisherThatSendsNothingIsGone() {
        publish(Duration.ZERO);
        for (int second = 0; second < 15; second++) {
            passSeconds(1);
        }
        assertThat(broadcaster.ends).containsExactly(EndReason.PUBLISHER_SILENT);
    }

    @Test
    void aNodeThatSendsNothingIsLostAndMayBringItsPublisherAgain() { // so viewers are held for play.hold
        broadcaster.forwarded = new Forwarded("edge-1/1", 1);
        publish(Duration.ZERO);
        for (int second = 0; second < 15; second++) {
            passSeconds(1);
        }
        assertThat(broadcaster.ends).containsExactly(EndReason.UPSTREAM_LOST);
    }

    @Test
    void aProcessThatStoodStillReadsBeforeItJudges() {
        publish(Duration.ZERO);
        passSeconds(1);
        passSeconds(30); // in which it was stopped
        assertThat(broadcaster.ends).isEmpty();
        broadcaster.receivedBytes++; // what waited in the socket
        passSeconds(1);
        assertThat(broadcaster.ends).isEmpty();
    }

    @Test
    void aPublisherWhoseMediaStopsIsGoneThoughItAnswers() {
        var publish = publish(MEDIA);
        for (int second = 0; second < 60; second++) {
            answer(publish, FrameKind.VIDEO);
        }
        for (int second = 0; second < 29; second++) {
            answer(publish, FrameKind.DATA);
        }
        assertThat(broadcaster.ends).isEmpty();
        for (int second = 0; second < 10; second++) {
            answer(publish, FrameKind.DATA);
        }
        assertThat(broadcaster.ends).containsExactly(EndReason.NO_MEDIA);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUDIO", "VIDEO"})
    void aPictureOrASoundNowAndThenIsEnough(FrameKind kind) {
        var publish = publish(MEDIA);
        for (int second = 0; second < 300; second++) {
            answer(publish, second % 20 == 0 ? kind : FrameKind.DATA);
        }
        assertThat(broadcaster.ends).isEmpty();
    }

    @Test
    void mediaMayStopForEverIfTheOperatorSaysSo() {
        var publish = publish(Duration.ZERO);
        for (int second = 0; second < 300; second++) {
            answer(publish, FrameKind.DATA);
        }
        assertThat(broadcaster.ends).isEmpty();
    }

    /** A second in which a frame comes. */
    private void answer(Publish publish, FrameKind kind) {
        publish.media(kind, 0, new byte[] {0x17, 1, 0, 0, 0});
        broadcaster.receivedBytes++;
        passSeconds(1);
    }

    /** At once. */
    private void passSeconds(int seconds) {
        time.advanceTimeBy(seconds, TimeUnit.SECONDS);
        time.runScheduledPendingTasks();
        time.runPendingTasks();
    }

    /** Who publishes, and what is made of it. */
    private final class Broadcaster implements PublishingClient, Publication {
        private final List<EndReason> ends = new ArrayList<>();
        private final ClientHandle handle = new ClientHandle(1, FlightRecorder.OFF.log(), Trace.NONE);
        private Forwarded forwarded = Forwarded.NOT;
        private long receivedBytes = 1;

        @Override
        public void execute(Runnable task) {
            time.eventLoop().execute(task);
        }

        @Override
        public EventLoop loop() {
            return time.eventLoop();
        }

        @Override
        public String peer() {
            return "192.0.2.1:1";
        }

        @Override
        public String address() {
            return "192.0.2.1";
        }

        @Override
        public ClientHandle handle() {
            return handle;
        }

        @Override
        public Forwarded forwarded() {
            return forwarded;
        }

        @Override
        public long receivedBytes() {
            return receivedBytes;
        }

        @Override
        public void accepted(Publication publication) {
            // it is itself
        }

        @Override
        public void refused(StatusCode code, String told) {
            throw new AssertionError(told);
        }

        @Override
        public void ended(EndReason reason) {
            ends.add(reason);
        }

        @Override
        public void onPublishOver() {
            // the reason is known
        }

        @Override
        public long epoch() {
            return 1;
        }

        @Override
        public void publish(FrameKind kind, int timestamp, byte[] payload) {
            // nobody plays it
        }

        @Override
        public void flush() {
            // nobody plays it
        }

        @Override
        public void end(EndReason reason) {
            // the client hears it, too
        }
    }
}
