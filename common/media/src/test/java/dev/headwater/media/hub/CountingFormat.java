package dev.headwater.media.hub;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Kind, time and payload of each frame, as they are; counts how often a frame is encoded. */
final class CountingFormat implements WireFormat {
    private static final List<FrameKind> KINDS = List.of(FrameKind.AUDIO, FrameKind.VIDEO, FrameKind.DATA);

    private final AtomicInteger encoded = new AtomicInteger();

    /** One frame as a player gets it. */
    record Got(FrameKind kind, long timestampMs, List<Byte> payload) {
        static List<Got> read(ByteBuf bytes) {
            var frames = new ArrayList<Got>();
            while (bytes.isReadable()) {
                var kind = KINDS.get(bytes.readByte());
                long time = bytes.readLong();
                int length = bytes.readInt();
                var payload = new ArrayList<Byte>(length);
                for (int i = 0; i < length; i++) {
                    payload.add(bytes.readByte());
                }
                frames.add(new Got(kind, time, payload));
            }
            return frames;
        }

        static Got of(MediaFrame frame) {
            var payload = new ArrayList<Byte>();
            for (byte b : frame.payload()) {
                payload.add(b);
            }
            return new Got(frame.kind(), frame.timestampMs(), payload);
        }
    }

    static int indexOf(FrameKind kind) {
        return KINDS.indexOf(kind);
    }

    int encodedFrames() {
        return encoded.get();
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public int encodedSize(MediaFrame frame) {
        return 13 + frame.payload().length;
    }

    @Override
    public void encode(MediaFrame frame, ByteBuf out) {
        encoded.incrementAndGet();
        out.writeByte(indexOf(frame.kind())).writeLong(frame.timestampMs());
        out.writeInt(frame.payload().length).writeBytes(frame.payload());
    }
}
