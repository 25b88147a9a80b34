package dev.headwater.server.relay;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.media.hub.Player;
import dev.headwater.media.hub.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A player that keeps what it gets: of each frame its kind and time. */
final class CapturingPlayer implements Player {
    private final List<Long> timestamps = new ArrayList<>();
    private int videoFrames;
    private @Nullable EndReason ended;
    private LiveStream.@Nullable Subscription subscription;

    /** Kind and time, nine bytes a frame. */
    private record KindAndTime() implements WireFormat {
        @Override
        public String name() {
            return "kind-and-time";
        }

        @Override
        public int encodedSize(MediaFrame frame) {
            return 9;
        }

        @Override
        public void encode(MediaFrame frame, ByteBuf out) {
            out.writeByte(frame.kind() == FrameKind.VIDEO ? 1 : 0).writeLong(frame.timestampMs());
        }
    }

    void join(LiveStream stream, EventExecutor loop) {
        subscription = stream.join(this, new KindAndTime(), loop);
    }

    void leave() {
        if (subscription == null) {
            throw new IllegalStateException("never joined");
        }
        subscription.leave();
    }

    int videoFrames() {
        return videoFrames;
    }

    List<Long> timestamps() {
        return timestamps;
    }

    @Nullable
    EndReason ended() {
        return ended;
    }

    @Override
    public void write(ByteBuf encoded) {
        try {
            while (encoded.isReadable()) {
                if (encoded.readByte() == 1) {
                    videoFrames++;
                }
                timestamps.add(encoded.readLong());
            }
        } finally {
            encoded.release();
        }
    }

    @Override
    public void flush() {
        // written is sent
    }

    @Override
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void ended(EndReason reason) {
        ended = reason;
    }
}
