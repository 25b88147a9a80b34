package dev.headwater.media.hub;

import dev.headwater.media.FrameKind;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A player that checks what it gets of a stream whose frames are {@link #STEP_MS} apart, with a key frame in every {@link
 * #GROUP}: headers, a key frame, and then every frame once. Confined to its loop, the answers aside.
 */
final class SequencePlayer implements Player {
    static final int STEP_MS = 10;
    static final int GROUP = 25;

    private static final int HEADERS = 2;

    private final List<EndReason> ends = new CopyOnWriteArrayList<>();
    private volatile @Nullable String fault;
    private volatile long lastMs = -1;
    private volatile boolean left;
    private int headers;

    @Nullable
    String fault() {
        return fault;
    }

    /** Time of the last frame, or -1. */
    long lastMs() {
        return lastMs;
    }

    List<EndReason> ends() {
        return ends;
    }

    void left() {
        left = true;
    }

    @Override
    public void write(ByteBuf encoded) {
        try {
            if (left) {
                fault = "written to after it left";
            }
            while (encoded.isReadable()) {
                boolean video = encoded.readByte() == CountingFormat.indexOf(FrameKind.VIDEO);
                long ms = encoded.readLong();
                encoded.skipBytes(encoded.readInt());
                take(video, ms);
            }
        } finally {
            encoded.release();
        }
    }

    private void take(boolean video, long ms) {
        if (headers < HEADERS) {
            headers++;
        } else if (lastMs < 0) {
            if (!video || ms % (STEP_MS * GROUP) != 0) {
                fault = "started at " + ms;
            }
            lastMs = ms;
        } else {
            if (ms != lastMs + STEP_MS) {
                fault = "got %d after %d".formatted(ms, lastMs);
            }
            lastMs = ms;
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
        ends.add(reason);
    }
}
