package dev.headwater.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.media.MediaFrame;
import dev.headwater.server.relay.Downstream;
import dev.headwater.server.relay.DownstreamEvents;
import dev.headwater.server.relay.Downstreams;
import dev.headwater.server.role.PublishRequest;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Origins that the test plays: each attempt is kept, and at most one may be open at any instant. */
final class FakeDownstreams implements Downstreams {
    private final List<Opened> opened = new ArrayList<>();
    private int unreachable;

    /** One attempt, as the forward made it. */
    static final class Opened implements Downstream {
        final String originId;
        final String publisherId;
        final long seenEpoch;
        final DownstreamEvents events;
        final List<MediaFrame> sent = new ArrayList<>();
        long pendingBytes;
        boolean goodbye;
        boolean publisherLost;
        boolean closed;
        Future<Void> read = Future.succeededFuture();

        Opened(String originId, String publisherId, long seenEpoch, DownstreamEvents events) {
            this.originId = originId;
            this.publisherId = publisherId;
            this.seenEpoch = seenEpoch;
            this.events = events;
        }

        @Override
        public void send(MediaFrame frame) {
            assertThat(closed).as("nothing is sent after the close").isFalse();
            sent.add(frame);
        }

        @Override
        public void flush() {
            // what was sent is seen at once
        }

        @Override
        public long pendingBytes() {
            return pendingBytes;
        }

        @Override
        public void goodbye() {
            goodbye = true;
        }

        @Override
        public void publisherLost() {
            publisherLost = true;
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public Future<Void> closed() {
            return read;
        }
    }

    @Override
    public Downstream open(
            NodeRecord origin, PublishRequest request, String publisherId, long seenEpoch, DownstreamEvents events) {
        assertThat(opened).as("one origin at any instant").allMatch(attempt -> attempt.closed);
        var attempt = new Opened(origin.nodeId(), publisherId, seenEpoch, events);
        opened.add(attempt);
        if (unreachable > 0) {
            unreachable--;
            attempt.closed = true;
            events.lost("no connection");
        }
        return attempt;
    }

    /** So many of the next attempts fail before they return. */
    void failAtOnce(int attempts) {
        unreachable = attempts;
    }

    int count() {
        return opened.size();
    }

    Opened last() {
        return opened.getLast();
    }
}
