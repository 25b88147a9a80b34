package dev.headwater.loadtest.bench;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.flv.FlvReader;
import dev.headwater.media.flv.FlvWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** Frames into FLV tags and out of them, per frame of the mix. */
@State(Scope.Thread)
public class FlvBenchmark {
    private static final int MAX_TAG_BYTES = 8 << 20;

    private final List<MediaFrame> second = MediaMix.frames(1);
    private final ByteBuf tags = ByteBufAllocator.DEFAULT.directBuffer();
    private final ByteBuf out = ByteBufAllocator.DEFAULT.directBuffer();

    @Setup
    public void writeOneSecond() {
        FlvWriter.encodeHeader(true, true, tags);
        write(tags);
    }

    @Benchmark
    @OperationsPerInvocation(MediaMix.PER_SECOND)
    public ByteBuf write() {
        return write(out.clear());
    }

    @Benchmark
    @OperationsPerInvocation(MediaMix.PER_SECOND)
    public void read(Blackhole taken) {
        new FlvReader(MAX_TAG_BYTES, taken::consume).read(tags.readerIndex(0));
    }

    private ByteBuf write(ByteBuf to) {
        for (int i = 0; i < second.size(); i++) {
            FlvWriter.encodeTag(second.get(i), to);
        }
        return to;
    }

    @TearDown
    public void release() {
        tags.release();
        out.release();
    }
}
