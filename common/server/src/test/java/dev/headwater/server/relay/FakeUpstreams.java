package dev.headwater.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.tracing.Trace;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;

/** Upstreams that the test plays: each open is kept. At any instant one may feed the pull, and one be asked beside it. */
final class FakeUpstreams implements Upstreams {
    private final List<Opened> opened = new ArrayList<>();

    /** One upstream, as the pull opened it. */
    final class Opened implements Upstream {
        private final PullTarget target;
        private final PullRequest request;
        private final UpstreamEvents events;
        private boolean hasFed;
        private boolean closed;

        Opened(PullTarget target, PullRequest request, UpstreamEvents events) {
            this.target = target;
            this.request = request;
            this.events = events;
        }

        StreamRecord record() {
            return target.record();
        }

        Seen seen() {
            return request.seen();
        }

        PullTarget target() {
            return target;
        }

        PullRequest request() {
            return request;
        }

        boolean closed() {
            return closed;
        }

        /** The owner answers with the epoch of the record that led here. */
        Opened greets() {
            return greets(Epoch.of(record()));
        }

        Opened greets(Epoch epoch) {
            return greets(epoch, new String[] {epoch.originId()});
        }

        Opened greets(Epoch epoch, String... path) {
            events.greeted(new RelayGreeting(epoch, record().timelineMs(), List.of(path)));
            return this;
        }

        void sendsTo(RelayAddress... places) {
            events.sentTo(List.of(places));
        }

        void vanishes() {
            events.vanished("the test says so");
        }

        Opened frame(FrameKind kind, long timestampMs, byte[] payload) {
            events.alive();
            var frame = MediaFrame.of(kind, timestampMs, payload);
            hasFed |= frame.isKeyFrame();
            events.frame(frame);
            events.batchEnd();
            assertThat(opened)
                    .as("upstreams that feed the pull")
                    .filteredOn(upstream -> upstream.hasFed && !upstream.closed)
                    .hasSizeLessThanOrEqualTo(1);
            return this;
        }

        void alive() {
            events.alive();
        }

        void ends(EndReason reason) {
            events.ended(reason, "the test says so");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Override
    public Upstream open(
            EventExecutor loop, PullTarget target, PullRequest request, Trace trace, UpstreamEvents events) {
        assertThat(opened)
                .as("upstreams that are open already")
                .filteredOn(upstream -> !upstream.closed)
                .hasSizeLessThanOrEqualTo(1);
        var upstream = new Opened(target, request, events);
        opened.add(upstream);
        return upstream;
    }

    int count() {
        return opened.size();
    }

    Opened last() {
        return opened.getLast();
    }

    Opened nth(int index) {
        return opened.get(index);
    }
}
