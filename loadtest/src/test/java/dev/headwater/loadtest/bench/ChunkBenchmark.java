package dev.headwater.loadtest.bench;

import dev.headwater.media.MediaFrame;
import dev.headwater.rtmp.chunk.ChunkDecoder;
import dev.headwater.rtmp.chunk.ChunkEncoder;
import dev.headwater.rtmp.chunk.ChunkLimits;
import dev.headwater.rtmp.session.ChunkStreamId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** Messages out of chunks and into chunks, per message of the mix. */
@State(Scope.Thread)
public class ChunkBenchmark {
    private static final int READ_BYTES = 64 << 10;

    /** The protocol's own, ffmpeg's old and the usual of today, in bytes. */
    @Param({"128", "4096", "60000"})
    public int chunkSize;

    private final List<MediaFrame> second = MediaMix.frames(1);
    private final ByteBuf wire = ByteBufAllocator.DEFAULT.directBuffer();
    private final ByteBuf out = ByteBufAllocator.DEFAULT.directBuffer();
    private final ChunkDecoder decoder = new ChunkDecoder(new ChunkLimits(8 << 20, 64, 16 << 20));
    private final ChunkEncoder encoder = new ChunkEncoder();

    @Setup
    public void encodeOneSecond() {
        decoder.chunkSize(chunkSize);
        encoder.chunkSize(chunkSize);
        encode(wire); // its first header on each chunk stream is a full one, so it may be repeated
    }

    /** In pieces as large as a socket's reads. */
    @Benchmark
    @OperationsPerInvocation(MediaMix.PER_SECOND)
    public void decode(Blackhole taken) {
        int end = wire.writerIndex();
        for (int from = 0; from < end; from += READ_BYTES) {
            wire.setIndex(from, Math.min(from + READ_BYTES, end));
            decoder.decode(wire, (typeId, streamId, timestamp, payload) -> taken.consume(payload));
        }
        wire.setIndex(0, end);
    }

    @Benchmark
    @OperationsPerInvocation(MediaMix.PER_SECOND)
    public ByteBuf encode() {
        return encode(out.clear());
    }

    private ByteBuf encode(ByteBuf to) {
        for (int i = 0; i < second.size(); i++) {
            MediaFrame frame = second.get(i);
            var kind = RtmpChunks.kind(frame);
            int timestamp = (int) frame.timestampMs();
            encoder.encode(kind.typeId(), ChunkStreamId.of(kind), RtmpChunks.STREAM_ID, timestamp, frame.payload(), to);
        }
        return to;
    }

    @TearDown
    public void release() {
        wire.release();
        out.release();
    }
}
