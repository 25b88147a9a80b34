package dev.headwater.loadtest.bench;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.FanoutSettings;
import dev.headwater.media.hub.Hub;
import dev.headwater.media.hub.HubMetrics;
import dev.headwater.media.hub.HubSettings;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.media.hub.Player;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A stream whose source and players share one loop, which runs in the caller's thread and in virtual time: each frame comes at
 * its time, so that frames are gathered as they are in a server that is not late. The mix is repeated without an end. Confined
 * to the caller.
 */
final class InMemoryStream implements AutoCloseable {
    private static final long MIX_MS = TimeUnit.SECONDS.toMillis(MediaMix.GOP_SECONDS);

    private final EmbeddedChannel owner = new EmbeddedChannel();
    private final List<MediaFrame> mix = MediaMix.frames(MediaMix.GOP_SECONDS);
    private final LiveStream stream;
    private int next;
    private long roundMs;
    private long nowMs;

    InMemoryStream() {
        owner.freezeTime();
        var key = new StreamKey("live", "bench");
        stream = new LiveStream(key, owner.eventLoop(), new Hub(settings()), players -> {});
        MediaMix.headers().forEach(stream::publish);
        stream.flush();
    }

    /** The defaults of the configuration. */
    private HubSettings settings() {
        return new HubSettings(
                Duration.ofSeconds(10),
                () -> 16 << 20,
                Duration.ofSeconds(4),
                8 << 20,
                Duration.ofSeconds(15),
                app -> new FanoutSettings(Duration.ofMillis(40), Duration.ofMillis(350)),
                () -> TimeUnit.MILLISECONDS.toNanos(nowMs),
                HubMetrics.NONE);
    }

    LiveStream.Subscription join(Player player) {
        var place = stream.join(player, RtmpChunks.OF_SERVER, owner.eventLoop());
        owner.runPendingTasks();
        return place;
    }

    /** Publishes one picture and the sound after it, each by itself, as they arrive from an encoder. */
    void publishPicture() {
        do {
            publishNext();
        } while (mix.get(next).kind() != FrameKind.VIDEO);
    }

    /** Publishes a whole group of pictures. */
    void publishGop() {
        do {
            publishPicture();
        } while (next > 0);
    }

    private void publishNext() {
        MediaFrame frame = mix.get(next);
        MediaFrame placed = frame.at(roundMs + frame.timestampMs());
        advanceTo(placed.timestampMs());
        stream.publish(placed);
        stream.flush();
        next++;
        if (next == mix.size()) {
            next = 0;
            roundMs += MIX_MS;
        }
    }

    private void advanceTo(long ms) {
        if (ms > nowMs) {
            owner.advanceTimeBy(ms - nowMs, TimeUnit.MILLISECONDS);
            nowMs = ms;
        }
        owner.runPendingTasks();
    }

    @Override
    public void close() {
        stream.end(EndReason.SHUTDOWN);
        owner.runPendingTasks();
        var _ = owner.close();
    }
}
