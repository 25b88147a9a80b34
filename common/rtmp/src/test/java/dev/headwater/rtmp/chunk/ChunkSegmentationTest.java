package dev.headwater.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** However the bytes are cut, the same messages come out, and the same error. */
class ChunkSegmentationTest {
    private static final ChunkLimits TIGHT = new ChunkLimits(2000, 6, 2500);

    @Property(tries = 300)
    void ofAnyWellFormedStream(
            @ForAll long seed,
            @ForAll boolean repeatExtendedTime,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 200) Integer> cuts) {
        Interleaving peer = new Interleaving(new SplittableRandom(seed), repeatExtendedTime);
        byte[] wire = peer.run(200);

        Decoding whole = new Decoding().feed(Unpooled.wrappedBuffer(wire));
        Decoding cut = feedCut(Decoding.LIMITS, wire, cuts);

        assertThat(whole.error).isEmpty();
        assertThat(whole.messages).isEqualTo(peer.expected);
        assertSame(cut, whole);
    }

    @Property(tries = 300)
    void ofAnyStreamThatIsDamagedOrOverALimit(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 5) int damage,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 200) Integer> cuts) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] wire = new Interleaving(random, random.nextBoolean()).run(100);
        for (int i = 0; i < damage; i++) {
            wire[random.nextInt(wire.length)] = (byte) random.nextInt();
        }

        Decoding whole = new Decoding(TIGHT).feed(Unpooled.wrappedBuffer(wire));

        assertSame(feedCut(TIGHT, wire, cuts), whole);
        assertSame(new Decoding(TIGHT).feedCut(wire, 1), whole);
    }

    @Property(tries = 500)
    void ofAnyBytesAtAll(
            @ForAll @Size(max = 400) byte[] wire,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 50) Integer> cuts) {
        Decoding whole = new Decoding(TIGHT).feed(Unpooled.wrappedBuffer(wire));

        assertSame(feedCut(TIGHT, wire, cuts), whole);
        assertSame(new Decoding(TIGHT).feedCut(wire, 1), whole);
    }

    private static void assertSame(Decoding cut, Decoding whole) {
        assertThat(cut.messages).isEqualTo(whole.messages);
        assertThat(cut.error).isEqualTo(whole.error);
    }

    private static Decoding feedCut(ChunkLimits limits, byte[] wire, List<Integer> cuts) {
        Decoding decoding = new Decoding(limits);
        int at = 0;
        for (int i = 0; at < wire.length; i++) {
            int count = Math.min(cuts.get(i % cuts.size()), wire.length - at);
            decoding.feed(Unpooled.copiedBuffer(wire, at, count));
            at += count;
        }
        return decoding;
    }
}
