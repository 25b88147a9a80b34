package dev.headwater.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes that every player gets alike. */
class MediaChunksTest {
    @ParameterizedTest
    @CsvSource({
        "6, 40, aabbcc, 128, 06 000028 000003 09 01000000 aabbcc",
        "6, 40, aabbcc, 3, 06 000028 000003 09 01000000 aabbcc",
        "6, 40, aabbcc, 2, 06 000028 000003 09 01000000 aabb c6 cc",
        "6, 40, aabbcc, 1, 06 000028 000003 09 01000000 aa c6 bb c6 cc",
        "6, 40, '', 1, 06 000028 000000 09 01000000",
        "6, 16777214, aabbcc, 2, 06 fffffe 000003 09 01000000 aabb c6 cc",
        "6, 16777215, aabbcc, 2, 06 ffffff 000003 09 01000000 00ffffff aabb c6 00ffffff cc",
        "6, -1, aabbcc, 2, 06 ffffff 000003 09 01000000 ffffffff aabb c6 ffffffff cc",
        "319, -1, aabbcc, 2, 00ff ffffff 000003 09 01000000 ffffffff aabb c0ff ffffffff cc",
        "320, 40, aabbcc, 2, 010001 000028 000003 09 01000000 aabb c10001 cc"
    })
    void isOneFullHeaderAndContinuations(int csid, int timestamp, String payload, int chunkSize, String wire) {
        byte[] bytes = ByteBufUtil.decodeHexDump(payload);
        int size = MediaChunks.encodedSize(csid, timestamp, bytes.length, chunkSize);
        ByteBuf out = Unpooled.buffer(size, size);

        MediaChunks.encode(9, csid, 1, timestamp, bytes, chunkSize, out);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(wire.replace(" ", ""));
        assertThat(out.isWritable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 65_600})
    void noMessageTravelsOnAnIdWithoutForm(int csid) {
        ByteBuf out = Unpooled.buffer();

        assertThatIllegalArgumentException().isThrownBy(() -> MediaChunks.encode(9, csid, 1, 0, new byte[1], 128, out));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChunkEncoder().encode(9, csid, 1, 0, new byte[1], out));
        assertThat(out.isReadable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 0x100_0000})
    void ourOwnChunksHaveASize(int chunkSize) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ChunkEncoder().chunkSize(chunkSize));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x100_0000})
    void noMessageIsLongerThanItsLengthField(int length) {
        ByteBuf out = Unpooled.buffer();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MediaChunks.encode(9, 6, 1, 0, new byte[length], 128, out));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChunkEncoder().encode(9, 6, 1, 0, new byte[length], out));
        assertThat(out.isReadable()).isFalse();
    }
}
