package dev.headwater.origin;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.FrameTap;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.relay.RelayGreeting;
import dev.headwater.server.relay.Seen;
import dev.headwater.server.relay.Upstream;
import dev.headwater.server.relay.UpstreamEvents;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The upstream of a pull whose stream is published on this very node: no socket in between. Confined to the pull's loop. */
final class PublicationUpstream implements Upstream, FrameTap {
    private final EventExecutor loop;
    private final long aliveEveryMs;
    private final UpstreamEvents events;
    private @Nullable ScheduledFuture<?> pulse;
    private @Nullable LiveStream source;
    private @Nullable Runnable leave;
    private boolean over;

    private PublicationUpstream(EventExecutor loop, Duration aliveEvery, UpstreamEvents events) {
        this.loop = loop;
        this.aliveEveryMs = aliveEvery.toMillis();
        this.events = events;
    }

    /** @param aliveEvery how often it says that it is there, whether there are frames or not */
    static PublicationUpstream open(
            EventExecutor loop,
            LocalPublications publications,
            StreamKey key,
            Seen seen,
            Duration aliveEvery,
            UpstreamEvents events) {
        var upstream = new PublicationUpstream(loop, aliveEvery, events);
        publications
                .find(key)
                .onSuccess(found -> found.ifPresentOrElse(
                        publication -> upstream.greet(publication, seen),
                        () -> loop.execute(
                                () -> upstream.end(EndReason.UPSTREAM_LOST, "not published here any more"))));
        return upstream;
    }

    /** Any thread. */
    private void greet(OriginPublication publication, Seen seen) {
        publication
                .greet(seen)
                .onSuccess(greeting -> loop.execute(() -> greeting.ifPresentOrElse(
                        told -> start(publication.stream(), told),
                        () -> end(EndReason.UPSTREAM_LOST, "not to be had here now"))))
                .onFailure(cause -> loop.execute(() -> end(EndReason.UPSTREAM_LOST, cause.toString())));
    }

    /** Each call out may close this upstream. */
    private void start(LiveStream stream, RelayGreeting greeting) {
        if (!over) {
            events.greeted(greeting);
        }
        if (!over) {
            pulse = loop.scheduleAtFixedRate(events::alive, aliveEveryMs, aliveEveryMs, TimeUnit.MILLISECONDS);
            source = stream;
            leave = stream.tap(this, loop);
            if (over) {
                leave.run();
            }
        }
    }

    @Override
    public void frames(List<MediaFrame> batch) {
        if (!over) {
            if (source != null) {
                events.delayed(source.delayNanos());
            }
            batch.forEach(events::frame);
            events.batchEnd();
        }
    }

    @Override
    public void ended(EndReason reason) {
        end(reason, "published here");
    }

    private void end(EndReason reason, String explanation) {
        if (!over) {
            close();
            events.ended(reason, explanation);
        }
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        if (pulse != null) {
            pulse.cancel(false);
        }
        if (leave != null) {
            leave.run();
        }
    }
}
