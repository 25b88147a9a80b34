package dev.headwater.media.flv;

import static dev.headwater.media.FrameKind.AUDIO;
import static dev.headwater.media.FrameKind.DATA;
import static dev.headwater.media.FrameKind.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FlvTest {
    private static final String START = "464c56 01 05 00000009 00000000";

    private static final List<Case> TAGS = List.of(
            new Case("12 000001 000000 00 000000 05 0000000c", new Tag(DATA, 0, "05")),
            new Case("09 000005 010203 00 000000 1700000000 00000010", new Tag(VIDEO, 0x01_0203, "1700000000")),
            new Case("08 000002 ffffff 00 000000 af01 0000000d", new Tag(AUDIO, 0xFF_FFFF, "af01")),
            new Case("08 000002 000000 01 000000 af01 0000000d", new Tag(AUDIO, 0x100_0000, "af01")),
            new Case("09 000001 fffffe ff 000000 27 0000000c", new Tag(VIDEO, 0xFFFF_FFFEL, "27")),
            new Case("08 000000 000028 00 000000 0000000b", new Tag(AUDIO, 40, "")));

    @Test
    void eachTagIsReadAndWritten() {
        for (Case tag : TAGS) {
            assertThat(read(START + tag.hex)).as(tag.hex).containsExactly(tag.is);

            ByteBuf out = Unpooled.buffer();
            FlvWriter.encodeTag(tag.is.frame(), out);
            assertThat(ByteBufUtil.hexDump(out)).isEqualTo(tag.hex.replace(" ", ""));
            assertThat(FlvWriter.encodedSize(tag.is.frame())).isEqualTo(out.readableBytes());
        }
    }

    @Test
    void theFileHeaderSaysWhatFollows() {
        assertThat(header(true, true)).isEqualTo("464c5601050000000900000000");
        assertThat(header(true, false)).isEqualTo("464c5601040000000900000000");
        assertThat(header(false, true)).isEqualTo("464c5601010000000900000000");
    }

    @Test
    void aPositionPast32BitsIsWrittenModulo32Bits() {
        ByteBuf out = Unpooled.buffer();
        FlvWriter.encodeTag(MediaFrame.of(AUDIO, 0x3_0100_0002L, new byte[0]), out);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("08000000000002010000000000000b");
    }

    @Test
    void tagsOfOtherTypesAreSkipped() {
        assertThat(read(START + "0f 000003 000000 00 000000 000203 0000000e" // AMF3 script
                        + "00 000000 000000 00 000000 0000000b"
                        + "1f 000001 000000 00 000000 ff 0000000c"
                        + "08 000001 000000 00 000000 af 0000000c"))
                .containsExactly(new Tag(AUDIO, 0, "af"));
    }

    @Test
    void theFilterBitAndTheReservedOnesAreNotPartOfTheType() {
        assertThat(read(START + "28 000001 000000 00 000000 af 0000000c" + "c9 000001 000000 00 000000 17 0000000c"))
                .containsExactly(new Tag(AUDIO, 0, "af"), new Tag(VIDEO, 0, "17"));
    }

    @Test
    void theSizeAfterATagMayBeWrong() {
        assertThat(read("464c56 01 05 00000009 ffffffff"
                        + "08 000001 000000 00 000000 af 00000000"
                        + "08 000001 000017 00 000000 af 80000000"))
                .containsExactly(new Tag(AUDIO, 0, "af"), new Tag(AUDIO, 23, "af"));
    }

    @Test
    void theStreamIdIsNotLookedAt() {
        assertThat(read(START + "08 000001 000000 00 ffffff af 0000000c")).containsExactly(new Tag(AUDIO, 0, "af"));
    }

    @Test
    void aFileMayEndWithinATag() {
        assertThat(read(START + "08 000001 000000 00 000000 af 0000000c" + "09 000005 000000 00 000000 17010000"))
                .containsExactly(new Tag(AUDIO, 0, "af"));
    }

    @Test
    void theHeaderMayBeLongerAndIsNeverShorter() {
        String tag = "08 000001 000000 00 000000 af 0000000c";
        assertThat(read("464c56 01 05 0000000b aaaa 00000000" + tag)).hasSize(1);
        assertThat(read("464c56 01 05 00000000 00000000" + tag)).hasSize(1);
    }

    @Test
    void whatIsNotFlvIsRefused() {
        assertThatExceptionOfType(FlvException.class)
                .isThrownBy(() -> read("000000186674797069736f6d"))
                .withMessage("expected FLV (464c56), found 000000");
    }

    @Test
    void aTagTakesRoomAsItsBytesCome() {
        byte[] body = new byte[3_000_000];
        body[0] = 0x17;
        body[1] = 1;
        body[body.length - 1] = 42;
        var tags = new ArrayList<Tag>();
        var readers = IntStream.range(0, 100)
                .mapToObj(i -> new FlvReader(1 << 24, frame -> tags.add(Tag.of(frame))))
                .toList();
        var beginning = buffer(START + "09 2dc6c0 000000 00 000000 1701");
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        readers.forEach(reader -> reader.read(beginning.duplicate()));
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes for a hundred lengths")
                .isLessThan(20_000_000);

        readers.getFirst().read(Unpooled.wrappedBuffer(body, 2, body.length - 2));
        assertThat(tags)
                .singleElement()
                .satisfies(tag ->
                        assertThat(tag.payload()).isEqualTo(HexFormat.of().formatHex(body)));
    }

    @Test
    void aTagOverTheLimitIsRefusedBeforeItsBodyIsThere() {
        var reader = new FlvReader(4, frame -> {});
        assertThatExceptionOfType(FlvException.class)
                .isThrownBy(() -> reader.read(buffer(START + "09 000005 000000 00 000000")))
                .withMessage("tag of 5 bytes is over the limit of 4");
        assertThat(readWithLimit(4, START + "09 000004 000000 00 000000 17010000"))
                .hasSize(1);
    }

    @Property(tries = 300)
    void whatIsWrittenIsReadBackHoweverItIsCut(
            @ForAll("tags") List<Tag> tags, @ForAll List<@IntRange(min = 1, max = 40) Integer> cuts) {
        ByteBuf file = Unpooled.buffer();
        FlvWriter.encodeHeader(true, true, file);
        assertThat(file.readableBytes()).isEqualTo(FlvWriter.HEADER_BYTES);
        tags.forEach(tag -> FlvWriter.encodeTag(tag.frame(), file));

        var read = new ArrayList<Tag>();
        var reader = new FlvReader(1 << 20, frame -> read.add(Tag.of(frame)));
        for (int cut : cuts) {
            reader.read(file.readSlice(Math.min(cut, file.readableBytes())));
        }
        reader.read(file);

        assertThat(read).isEqualTo(tags);
    }

    @Provide
    Arbitrary<List<Tag>> tags() {
        Arbitrary<byte[]> payloads = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
        return Combinators.combine(
                        Arbitraries.of(FrameKind.class), Arbitraries.longs().between(0, 0xFFFF_FFFFL), payloads)
                .as((kind, timestampMs, payload) ->
                        new Tag(kind, timestampMs, HexFormat.of().formatHex(payload)))
                .list()
                .ofMaxSize(12);
    }

    private static List<Tag> read(String hex) {
        return readWithLimit(1 << 20, hex);
    }

    private static List<Tag> readWithLimit(int maxTagBytes, String hex) {
        var tags = new ArrayList<Tag>();
        new FlvReader(maxTagBytes, frame -> tags.add(Tag.of(frame))).read(buffer(hex));
        return tags;
    }

    private static String header(boolean audio, boolean video) {
        ByteBuf out = Unpooled.buffer();
        FlvWriter.encodeHeader(audio, video, out);
        return ByteBufUtil.hexDump(out);
    }

    private static ByteBuf buffer(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private record Case(String hex, Tag is) {}

    record Tag(FrameKind kind, long timestampMs, String payload) {
        static Tag of(MediaFrame frame) {
            return new Tag(frame.kind(), frame.timestampMs(), HexFormat.of().formatHex(frame.payload()));
        }

        MediaFrame frame() {
            return MediaFrame.of(kind, timestampMs, HexFormat.of().parseHex(payload));
        }
    }
}
