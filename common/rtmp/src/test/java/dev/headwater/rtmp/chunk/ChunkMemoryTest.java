package dev.headwater.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What a peer can make us allocate: what it sends, not what it declares. */
class ChunkMemoryTest {
    private static final int MIB = 1 << 20;
    private static final int LONGEST = 0xFF_FFFF;
    private static final ChunkLimits LIMITS = new ChunkLimits(LONGEST, 64, LONGEST);
    private static final RawMessageSink UNWANTED = (typeId, streamId, timestamp, payload) -> {
        throw new AssertionError("no message was sent");
    };

    @Test
    void sixtyFourChunkStreamsThatDeclare16MebibytesEachCostLessThanOne() {
        ByteBuf wire = Unpooled.buffer();
        for (int i = 0; i < 64; i++) {
            declare(300 + i, LONGEST, wire);
            wire.writeByte(0x5A);
            wire.writeZero(127);
        }
        long bytes = allocatedBy(() -> new ChunkDecoder(LIMITS).decode(wire.duplicate(), UNWANTED));

        assertThat(bytes).isLessThan(MIB);
    }

    @Test
    void alsoWhenMuchElseComesBehindTheirFirstBytes() {
        ByteBuf wire = Unpooled.buffer();
        for (int i = 0; i < 63; i++) {
            declare(300 + i, LONGEST, wire);
            wire.writeByte(0x5A);
        }
        for (int i = 0; i < 10_000; i++) {
            declare(3, 1, wire);
            wire.writeByte(0x5A);
        }
        int[] received = new int[1];

        long bytes = allocatedBy(() -> {
            ChunkDecoder decoder = new ChunkDecoder(LIMITS);
            decoder.chunkSize(1);
            decoder.decode(wire.duplicate(), (typeId, streamId, timestamp, payload) -> received[0]++);
        });

        assertThat(received[0]).isEqualTo(20_000); // in two runs
        assertThat(bytes).isLessThan(MIB);
    }

    @Test
    void aHugeChunkSizeCostsNothing() {
        ByteBuf wire = Unpooled.buffer();
        declare(3, LONGEST, wire);
        wire.writeZero(1000);

        long bytes = allocatedBy(() -> {
            ChunkDecoder decoder = new ChunkDecoder(LIMITS);
            decoder.chunkSize(Integer.MAX_VALUE);
            decoder.decode(wire.duplicate(), UNWANTED);
        });

        assertThat(bytes).isLessThan(16 << 10);
    }

    @Test
    void thousandsOfChunkStreamsAreCutOffAtTheLimit() {
        ByteBuf wire = Unpooled.buffer();
        for (int i = 0; i < 5000; i++) {
            declare(64 + i, 129, wire);
            wire.writeZero(128);
        }
        ProtocolException[] thrown = new ProtocolException[1];

        long bytes = allocatedBy(() -> {
            try {
                new ChunkDecoder(LIMITS).decode(wire.duplicate(), UNWANTED);
            } catch (ProtocolException e) {
                thrown[0] = e;
            }
        });

        assertThat(thrown[0].error()).isEqualTo(ProtocolError.TOO_MANY_CHUNK_STREAMS);
        assertThat(bytes).isLessThan(MIB);
    }

    @Test
    void aMessageThatIsThereAllAtOnceIsAllocatedOnce() {
        int length = 4 * MIB;
        ByteBuf wire = Unpooled.buffer();
        declare(6, length, wire);
        wire.writeZero(length);
        int[] received = new int[1];

        long bytes = allocatedBy(() -> {
            ChunkDecoder decoder = new ChunkDecoder(LIMITS);
            decoder.chunkSize(length);
            decoder.decode(wire.duplicate(), (typeId, streamId, timestamp, payload) -> received[0] = payload.length);
        });

        assertThat(received[0]).isEqualTo(length);
        assertThat(bytes).isBetween((long) length, length + (64L << 10));
    }

    @Test
    void soIsOneInManyChunksAlsoBehindMessagesThatWereAborted() {
        ByteBuf aborted = Unpooled.buffer();
        for (int i = 0; i < 10; i++) {
            declare(3, LONGEST, aborted);
            aborted.writeZero(128);
            MediaChunks.encode(9, 4, 1, 0, new byte[100 << 10], 128, aborted); // at whose end the sink aborts
        }
        int length = 200 << 10;
        ByteBuf message = Unpooled.buffer();
        MediaChunks.encode(9, 6, 1, 0, new byte[length], 128, message);

        long bytes =
                allocatedBy(() -> abortChunkStream3(aborted, message)) - allocatedBy(() -> abortChunkStream3(aborted));

        assertThat(bytes).isBetween((long) length, length + (8L << 10));
    }

    private static void abortChunkStream3(ByteBuf... inputs) {
        ChunkDecoder decoder = new ChunkDecoder(LIMITS);
        for (ByteBuf in : inputs) {
            decoder.decode(in.duplicate(), (typeId, streamId, timestamp, payload) -> decoder.abort(3));
        }
    }

    private static void declare(int csid, int length, ByteBuf wire) {
        BasicHeader.write(MessageHeader.FULL, csid, wire);
        MessageHeader.writeFull(0, length, 9, 1, wire);
    }

    /** Bytes that this thread allocates for {@code work}, on its second run, when all classes are loaded. */
    private static long allocatedBy(Runnable work) {
        work.run();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
