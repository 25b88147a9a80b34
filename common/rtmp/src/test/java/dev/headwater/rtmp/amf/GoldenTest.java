package dev.headwater.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoldenTest {
    @Test
    void amf0IsReadAsTheTableSays() {
        for (Golden golden : Golden.AMF0) {
            readAmf0(golden);
        }
        for (Golden golden : Golden.AMF0_READ) {
            readAmf0(golden);
        }
    }

    @Test
    void amf0IsWrittenAsTheTableSays() {
        for (Golden golden : Golden.AMF0) {
            ByteBuf out = Unpooled.buffer();
            new Amf0Writer(out).write(golden.value());
            assertThat(Golden.hex(out)).as(golden.name()).isEqualTo(Golden.hex(golden.bytes()));
        }
    }

    @Test
    void amf3IsReadAsTheTableSays() {
        for (Golden golden : Golden.AMF3) {
            readAmf3(golden);
        }
        for (Golden golden : Golden.AMF3_READ) {
            readAmf3(golden);
        }
    }

    @Test
    void amf3IsWrittenAsTheTableSays() {
        for (Golden golden : Golden.AMF3) {
            ByteBuf out = Unpooled.buffer();
            new Amf3Writer(out).write(golden.value());
            assertThat(Golden.hex(out)).as(golden.name()).isEqualTo(Golden.hex(golden.bytes()));
        }
    }

    @Test
    void amf3InsideAmf0IsReadAsTheTableSays() { // AMF 0, 3.1
        for (Golden golden : Golden.AMF3) {
            ByteBuf message = Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(new byte[] {0x11}), golden.bytes());
            assertThat(new Amf0Reader(message).read()).as(golden.name()).isEqualTo(golden.value());
            assertThat(message.isReadable()).as(golden.name()).isFalse();
        }
    }

    @Test
    void valuesOfOneMessageAreReadAndWrittenOneAfterAnother() {
        ByteBuf out = Unpooled.buffer();
        new Amf0Writer(out)
                .write("play")
                .write(0.0)
                .write(AmfValue.Nothing.NULL)
                .write("cam")
                .write(true);
        assertThat(Golden.hex(out)).isEqualTo("020004706c6179" + "000000000000000000" + "05" + "02000363616d" + "0101");

        var reader = new Amf0Reader(out);
        assertThat(List.of(reader.read(), reader.read(), reader.read(), reader.read(), reader.read()))
                .containsExactly(
                        AmfValue.text("play"),
                        AmfValue.number(0),
                        AmfValue.Nothing.NULL,
                        AmfValue.text("cam"),
                        AmfValue.bool(true));
        assertThat(reader.hasMore()).isFalse();
    }

    private static void readAmf0(Golden golden) {
        var reader = new Amf0Reader(golden.bytes());
        AmfValue value = reader.read();
        assertThat(value).as(golden.name()).isEqualTo(golden.value());
        assertThat(value.toString()).as(golden.name()).isEqualTo(golden.value().toString()); // maps: the same order too
        assertThat(reader.hasMore()).as(golden.name()).isFalse();
        assertThat(reader.isDamaged()).as(golden.name()).isFalse();
    }

    private static void readAmf3(Golden golden) {
        var reader = new Amf3Reader(golden.bytes());
        AmfValue value = reader.read();
        assertThat(value).as(golden.name()).isEqualTo(golden.value());
        assertThat(value.toString()).as(golden.name()).isEqualTo(golden.value().toString());
        assertThat(reader.hasMore()).as(golden.name()).isFalse();
    }
}
