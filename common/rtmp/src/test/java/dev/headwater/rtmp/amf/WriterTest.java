package dev.headwater.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/** What the golden tables cannot say of the writers. */
class WriterTest {
    @Test
    void loneSurrogatesBecomeQuestionMarks() { // there is no UTF-8 for them
        ByteBuf out = Unpooled.buffer();
        new Amf0Writer(out).write("a\ud83c");
        assertThat(Golden.hex(out)).isEqualTo("020002613f");
    }

    @Test
    void damagedTextIsWrittenAsReplacementCharacters() {
        AmfValue read = new Amf0Reader(Unpooled.wrappedBuffer(Golden.bytesOf("02 0001 ff"))).read();
        ByteBuf out = Unpooled.buffer();
        new Amf0Writer(out).write(read);
        assertThat(Golden.hex(out)).isEqualTo("020003efbfbd");
    }

    @Test
    void namesTooLongForAmf0AreOurFault() {
        var value = new AmfProperties().put("x".repeat(65_536), true).object();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Amf0Writer(Unpooled.buffer()).write(value))
                .withMessageContaining("65536");
    }

    @Test
    void arraysThatAmf3CannotNameGoAsTheirNextOfKin() {
        assertThat(amf3(new AmfProperties().ecmaArray())).as("empty").isEqualTo("090101");
        assertThat(amf3(new AmfProperties().put("", true).ecmaArray()))
                .as("empty name")
                .isEqualTo("0a13010103");
    }

    private static String amf3(AmfValue value) {
        ByteBuf out = Unpooled.buffer();
        new Amf3Writer(out).write(value);
        return Golden.hex(out);
    }
}
