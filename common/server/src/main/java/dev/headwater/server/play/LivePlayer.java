package dev.headwater.server.play;

import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.media.hub.Player;
import dev.headwater.media.hub.SlowReason;
import dev.headwater.media.hub.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A play that takes the frames of its stream as they come. Confined to the client's event loop. */
public final class LivePlayer implements Player {
    private final Play play;
    private final PlayingClient client;
    private final MediaOutlet out;
    private LiveStream.@Nullable Subscription place;

    public LivePlayer(Play play, PlayingClient client, MediaOutlet out) {
        this.play = play;
        this.client = client;
        this.out = out;
    }

    /** @param loop the client's */
    public void join(LiveStream stream, WireFormat format, EventExecutor loop) {
        place = stream.join(this, format, loop);
    }

    /** Nothing is written after it. Idempotent. */
    public void leave() {
        if (place != null) { // not yet, if the stream is over by the time it is joined
            place.leave();
        }
    }

    /** What the client wants of the stream. */
    public void want(boolean audio, boolean video) {
        if (place != null) {
            place.want(audio, video);
        }
    }

    public long droppedFrames() {
        return place == null ? 0 : place.droppedFrames();
    }

    @Override
    public void write(ByteBuf encoded) {
        play.sent(encoded.readableBytes());
        out.write(encoded);
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public long pendingBytes() {
        return out.pendingBytes();
    }

    @Override
    public long kernelBytes() {
        return out.kernelBytes();
    }

    @Override
    public void fellBehind(SlowReason reason, long pendingBytes, long ageNanos) {
        client.handle()
                .note(
                        "behind",
                        "%s queued_bytes=%d queue_age_ms=%d"
                                .formatted(reason, pendingBytes, TimeUnit.NANOSECONDS.toMillis(ageNanos)));
    }

    @Override
    public void caughtUp(long droppedFrames) {
        client.handle().note("caught up", "dropped_frames=" + droppedFrames);
    }

    @Override
    public void ended(EndReason reason) {
        client.ended(reason);
    }
}
