package dev.headwater.server.flv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.FlvReader;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** An FLV stream as a player reads it. */
final class FlvInput {
    private static final int FLAGS_AT = 4;

    private final InputStream in;
    private final Deque<MediaFrame> frames = new ArrayDeque<>();
    private final FlvReader reader = new FlvReader(16 << 20, frames::add);
    private final int flags;

    FlvInput(InputStream in) {
        this.in = in;
        try {
            byte[] header = in.readNBytes(9);
            flags = header[FLAGS_AT];
            reader.read(Unpooled.wrappedBuffer(header));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int flags() {
        return flags;
    }

    /** Empty at the end. */
    Optional<MediaFrame> next() {
        try {
            while (frames.isEmpty()) {
                int next = in.read();
                if (next < 0) {
                    return Optional.empty();
                }
                reader.read(Unpooled.wrappedBuffer(new byte[] {(byte) next}));
            }
            return Optional.of(frames.remove());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next one is this, byte for byte. */
    FlvInput expect(FrameKind kind, long ms, byte[] payload) {
        var frame = next().orElseThrow();
        assertThat(frame.kind()).isEqualTo(kind);
        assertThat(frame.timestampMs()).isEqualTo(ms);
        assertThat(frame.payload()).isEqualTo(payload);
        return this;
    }
}
