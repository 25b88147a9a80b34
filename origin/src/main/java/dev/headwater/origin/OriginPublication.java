package dev.headwater.origin;

import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.Timeline;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.role.Publication;
import dev.headwater.server.role.Publisher;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One epoch of a stream at its origin: from the claim to the end of the publisher. Confined to the publisher's event loop,
 * except for what says otherwise.
 */
final class OriginPublication implements Publication {
    private static final Logger LOG = LoggerFactory.getLogger(OriginPublication.class);

    private final Publisher publisher;
    private final LiveStream stream;
    private final Lease lease;
    private final Timeline timeline;
    private final StreamDirectory directory;
    private final Consumer<OriginPublication> onEnd;
    private volatile StreamRecord record;
    private volatile long timelineMs;
    private boolean held;
    private boolean over;

    OriginPublication(
            StreamRecord record,
            Publisher publisher,
            LiveStream stream,
            Lease lease,
            StreamDirectory directory,
            Consumer<OriginPublication> onEnd) {
        this.record = record;
        this.publisher = publisher;
        this.stream = stream;
        this.lease = lease;
        this.directory = directory;
        this.onEnd = onEnd;
        this.timeline = new Timeline(record.timelineStartMs());
        this.timelineMs = record.timelineStartMs();
    }

    StreamKey key() {
        return stream.key();
    }

    LiveStream stream() {
        return stream;
    }

    Lease lease() {
        return lease;
    }

    /** The record as it should stand in the directory now. Any thread. */
    StreamRecord record() {
        return record.at(timelineMs, stream.codecs());
    }

    /** The directory gave this publication a higher epoch of its own. Any thread. */
    void raised(StreamRecord higher) {
        record = higher;
    }

    @Override
    public long epoch() {
        return record.epoch();
    }

    @Override
    public void publish(FrameKind kind, int timestamp, byte[] payload) {
        if (over || lapsed()) {
            return;
        }
        long mapped = timeline.map(kind, timestamp);
        timelineMs = Math.max(timelineMs, mapped);
        stream.publish(MediaFrame.of(kind, mapped, payload));
    }

    /** A node that slept must not serve what another may own by now: its frames wait for the directory's word. */
    private boolean lapsed() {
        boolean lapsed = lease.lapsed();
        if (lapsed != held) {
            held = lapsed;
            if (lapsed) {
                LOG.warn(
                        "stream={} epoch={} lease lapsed: frames are held back until the directory confirms it",
                        key(),
                        epoch());
                stream.interrupted();
            } else {
                LOG.info("stream={} epoch={} lease confirmed again", key(), epoch());
            }
        }
        return lapsed;
    }

    @Override
    public void flush() {
        stream.flush();
    }

    @Override
    public void end(EndReason reason) {
        if (over) {
            return;
        }
        over = true;
        stream.end(reason);
        onEnd.accept(this);
        directory
                .release(record())
                .onFailure(cause -> LOG.warn(
                        "stream={} epoch={} could not be released, it expires by itself: {}",
                        key(),
                        epoch(),
                        cause.toString()));
    }

    /** Another publication has the name: ends this one and its publisher. Any thread. */
    void superseded(StreamRecord by) {
        stream.loop().execute(() -> {
            if (!over) {
                over = true;
                LOG.info(
                        "stream={} epoch={} taken over by origin={} epoch={}",
                        key(),
                        epoch(),
                        by.originId(),
                        by.epoch());
                stream.end(EndReason.TAKEN_OVER);
                onEnd.accept(this);
                publisher.end(EndReason.TAKEN_OVER);
            }
        });
    }

    /** An operator or the shutdown ends the publication. Any thread. */
    void stop(EndReason reason) {
        stream.loop().execute(() -> {
            end(reason);
            publisher.end(reason);
        });
    }
}
