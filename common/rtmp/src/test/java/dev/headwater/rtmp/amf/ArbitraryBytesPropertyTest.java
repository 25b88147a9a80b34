package dev.headwater.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever bytes arrive: values or a ProtocolException, at a bounded cost, and values that we can send on. */
class ArbitraryBytesPropertyTest {
    /** Far more than the default limits allow for messages of a few kB, far less than one believed length. */
    private static final long MAX_ALLOCATION = 4L << 20;

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void amf0ReadersGiveValuesOrRefuse(@ForAll("messages") byte[] message) {
        List<AmfValue> values = new ArrayList<>();
        long allocated = Allocation.of(() -> {
            var reader = new Amf0Reader(Unpooled.wrappedBuffer(message));
            values.clear();
            orRefused(() -> {
                while (reader.hasMore()) {
                    values.add(reader.read());
                }
            });
        });
        assertThat(allocated).isLessThan(MAX_ALLOCATION);

        ByteBuf again = Unpooled.buffer();
        values.forEach(new Amf0Writer(again)::write);
        var reader = new Amf0Reader(again);
        for (AmfValue value : values) {
            assertThat(reader.read()).isEqualTo(value);
        }
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void amf3ReadersGiveValuesOrRefuse(@ForAll("messages") byte[] message) {
        List<AmfValue> values = new ArrayList<>();
        long allocated = Allocation.of(() -> {
            var reader = new Amf3Reader(Unpooled.wrappedBuffer(message));
            values.clear();
            orRefused(() -> {
                while (reader.hasMore()) {
                    values.add(reader.read());
                }
            });
        });
        assertThat(allocated).isLessThan(MAX_ALLOCATION);

        ByteBuf again = Unpooled.buffer();
        values.forEach(new Amf3Writer(again)::write);
        var reader = new Amf3Reader(again);
        for (AmfValue value : values) {
            assertThat(reader.read()).isEqualTo(value);
        }
    }

    private static void orRefused(Runnable reading) {
        try {
            reading.run();
        } catch (ProtocolException e) {
            assertThat(e.error()).isIn(ProtocolError.BAD_AMF, ProtocolError.AMF_LIMIT);
        }
    }

    @Provide
    Arbitrary<byte[]> messages() {
        return Arbitraries.oneOf(noise(), damaged(AmfArbitraries.amf0(), true), damaged(AmfArbitraries.amf3(), false));
    }

    /** Bytes that often mean something: markers, small lengths and references, the ends of their ranges. */
    private static Arbitrary<byte[]> noise() {
        return Arbitraries.frequencyOf(
                        Tuple.of(8, Arbitraries.bytes().between((byte) 0, (byte) 0x13)), Tuple.of(2, tellingBytes()))
                .array(byte[].class)
                .ofMaxSize(600);
    }

    /** A proper message, a few bytes of which have changed. */
    private static Arbitrary<byte[]> damaged(Arbitrary<AmfValue> values, boolean amf0) {
        Arbitrary<List<Integer>> places =
                Arbitraries.integers().between(0, 500).list().ofMaxSize(3);
        return Combinators.combine(values, places, tellingBytes()).as((value, damage, with) -> {
            ByteBuf out = Unpooled.buffer();
            if (amf0) {
                new Amf0Writer(out).write(value);
            } else {
                new Amf3Writer(out).write(value);
            }
            byte[] message = ByteBufUtil.getBytes(out);
            damage.forEach(place -> message[place % message.length] = with);
            return message;
        });
    }

    private static Arbitrary<Byte> tellingBytes() {
        return Arbitraries.oneOf(Arbitraries.of((byte) 0x7F, (byte) 0x80, (byte) 0xFF, (byte) 0), Arbitraries.bytes());
    }
}
