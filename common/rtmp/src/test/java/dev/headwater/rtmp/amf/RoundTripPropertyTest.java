package dev.headwater.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoundTripPropertyTest {
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatAmf0WritesItReads(@ForAll("amf0Messages") List<AmfValue> message) {
        ByteBuf bytes = Unpooled.buffer();
        var writer = new Amf0Writer(bytes);
        message.forEach(writer::write);

        var reader = new Amf0Reader(bytes);
        List<AmfValue> read = new ArrayList<>();
        while (reader.hasMore()) {
            read.add(reader.read());
        }
        assertThat(read).isEqualTo(message);
        assertThat(read.toString()).as("order of the properties").isEqualTo(message.toString());
        assertThat(reader.isDamaged()).isFalse();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatAmf3WritesItReads(@ForAll("amf3Messages") List<AmfValue> message) {
        ByteBuf bytes = Unpooled.buffer();
        var writer = new Amf3Writer(bytes);
        message.forEach(writer::write);

        var reader = new Amf3Reader(bytes);
        List<AmfValue> read = new ArrayList<>();
        while (reader.hasMore()) {
            read.add(reader.read());
        }
        assertThat(read).isEqualTo(message);
        assertThat(read.toString()).as("order of the properties").isEqualTo(message.toString());
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whatCameAsAmf3CanBeSentOnAsAmf0(@ForAll("amf3Values") AmfValue value) {
        ByteBuf bytes = Unpooled.buffer();
        new Amf0Writer(bytes).write(value);
        assertThat(new Amf0Reader(bytes).read()).isEqualTo(value);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void everyValueCanBeWrittenAsAmf3(@ForAll("amf0Values") AmfValue value) {
        ByteBuf bytes = Unpooled.buffer();
        new Amf3Writer(bytes).write(value);

        var reader = new Amf3Reader(bytes);
        reader.read();
        assertThat(reader.hasMore()).isFalse();
    }

    @Provide
    Arbitrary<AmfValue> amf0Values() {
        return AmfArbitraries.amf0();
    }

    @Provide
    Arbitrary<AmfValue> amf3Values() {
        return AmfArbitraries.amf3();
    }

    @Provide
    Arbitrary<List<AmfValue>> amf0Messages() {
        return AmfArbitraries.amf0().list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<AmfValue>> amf3Messages() {
        return AmfArbitraries.amf3().list().ofMaxSize(4);
    }
}
