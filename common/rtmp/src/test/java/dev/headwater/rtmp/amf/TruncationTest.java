package dev.headwater.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;

/** Every golden value, cut at every length. */
class TruncationTest {
    @Test
    void cutAmf0IsRefusedOrFlagged() {
        Golden.AMF0.forEach(TruncationTest::cutAmf0);
        Golden.AMF0_READ.forEach(TruncationTest::cutAmf0);
    }

    @Test
    void cutAmf3IsRefused() {
        Golden.AMF3.forEach(TruncationTest::cutAmf3);
        Golden.AMF3_READ.forEach(TruncationTest::cutAmf3);
    }

    private static void cutAmf0(Golden golden) {
        ByteBuf whole = golden.bytes();
        for (int length = 0; length < whole.readableBytes(); length++) {
            ByteBuf cut = whole.slice(0, length);
            var reader = new Amf0Reader(cut);
            try {
                reader.read();
                assertThat(reader.isDamaged())
                        .as("%s cut at %d", golden.name(), length)
                        .isTrue();
                assertThat(reader.hasMore())
                        .as("%s cut at %d", golden.name(), length)
                        .isFalse();
            } catch (ProtocolException e) {
                assertThat(e.error()).as("%s cut at %d", golden.name(), length).isEqualTo(ProtocolError.BAD_AMF);
            }
        }
    }

    private static void cutAmf3(Golden golden) {
        ByteBuf whole = golden.bytes();
        for (int length = 0; length < whole.readableBytes(); length++) {
            var reader = new Amf3Reader(whole.slice(0, length));
            var refusal = catchThrowableOfType(ProtocolException.class, reader::read);
            assertThat(refusal).as("%s cut at %d", golden.name(), length).isNotNull();
            assertThat(refusal.error()).isEqualTo(ProtocolError.BAD_AMF);
        }
    }
}
