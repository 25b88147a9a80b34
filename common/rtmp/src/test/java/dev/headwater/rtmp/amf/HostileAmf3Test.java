package dev.headwater.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What hostile peers send as AMF3. */
class HostileAmf3Test {
    private static final String ARRAY_COLLECTION = "0a 07 43 " + Golden.hex("flex.messaging.io.ArrayCollection");

    @Test
    void nestingHasALimit() {
        assertThat(read("09 03 01 ".repeat(31) + "09 01 01")).containsExactly(nested(AmfValue.array(), 31));
        assertThat(refusalOf("09 03 01 ".repeat(33) + "01")).isEqualTo(ProtocolError.AMF_LIMIT);
        assertThat(refusalOf("0a 0b 01 03 61 ".repeat(33))).isEqualTo(ProtocolError.AMF_LIMIT);
        assertThat(refusalOf("10 03 00 01 ".repeat(33) + "01")).isEqualTo(ProtocolError.AMF_LIMIT);
        assertThat(refusalOf("11 03 00 ".repeat(33) + "0101")).isEqualTo(ProtocolError.AMF_LIMIT);
        assertThat(refusalOf(ARRAY_COLLECTION + "0a 01 ".repeat(33) + "01")).isEqualTo(ProtocolError.AMF_LIMIT);
        assertThat(refusalOf("09 03 01 ".repeat(100_000) + "01")).isEqualTo(ProtocolError.AMF_LIMIT);
    }

    @Test
    void datesAndByteArraysAreNotALevel() {
        var innermost = AmfValue.array(new AmfValue.Bytes(new byte[0]), new AmfValue.Date(0));
        assertThat(read("09 05 01 ".repeat(31) + "09 05 01 0c 01 08 01 0000000000000000" + "01".repeat(31)))
                .containsExactly(nested(innermost, 31, AmfValue.Nothing.NULL));
    }

    @Test
    void declaredLengthsAreNotBelieved() {
        String most = "ffffffff"; // 2^28 - 1 of them, inline
        for (String message : new String[] {
            "06 " + most,
            "07 " + most + "3c",
            "0c " + most,
            "09 " + most + "01 01",
            "09 " + most + "03 61 01 01 01",
            "0d " + most + "00 00000001",
            "0e " + most + "00",
            "0f " + most + "00",
            "10 " + most + "00 01 01",
            "11 " + most + "00 01 01",
            "0a fffffff3 01 01", // members of a class, sealed
            "0a fffffffb 01 01",
        }) {
            long allocated = Allocation.of(
                    () -> assertThat(refusalOf(message)).as(message).isEqualTo(ProtocolError.BAD_AMF));
            assertThat(allocated).as(message).isLessThan(1 << 20);
        }
    }

    @Test
    void countsOverTheBudgetAreRefusedBeforeAnythingIsRead() { // 5000 of them, all there
        String rest = "01".repeat(40_100);
        for (String message : new String[] {
            "09 ce11 01", "0d ce11 00", "0e ce11 00", "0f ce11 00", "10 ce11 00 01", "11 ce11 00", "0a 84f10b 01"
        }) {
            byte[] bytes = Golden.bytesOf(message + rest);
            Runnable reading = () -> {
                var reader = new Amf3Reader(Unpooled.wrappedBuffer(bytes));
                var refusal = catchThrowableOfType(ProtocolException.class, reader::read);
                assertThat(refusal.error()).as(message).isEqualTo(ProtocolError.AMF_LIMIT);
            };
            assertThat(Allocation.of(reading)).as(message).isLessThan(16 << 10);
        }
    }

    @Test
    void referencesThatLeadNowhereAreRefused() {
        assertThat(refusalOf("06 00")).isEqualTo(ProtocolError.BAD_AMF);
        assertThat(refusalOf("06 fffffffe")).isEqualTo(ProtocolError.BAD_AMF);
        assertThat(refusalOf("09 00")).isEqualTo(ProtocolError.BAD_AMF);
        assertThat(refusalOf("0a fffffffe")).isEqualTo(ProtocolError.BAD_AMF);
        assertThat(refusalOf("08 02")).isEqualTo(ProtocolError.BAD_AMF);
        assertThat(refusalOf("0a 01")).as("traits").isEqualTo(ProtocolError.BAD_AMF);
        assertThat(refusalOf("0a fffffffd")).as("traits").isEqualTo(ProtocolError.BAD_AMF);
    }

    @Test
    void cyclesAreRefused() {
        assertThat(refusalOf("09 03 01 09 00")).isEqualTo(ProtocolError.BAD_AMF);
        assertThat(refusalOf("0a 0b 01 03 61 0a 00 01")).isEqualTo(ProtocolError.BAD_AMF);
        assertThat(refusalOf("11 03 00 11 00 01")).isEqualTo(ProtocolError.BAD_AMF);
        assertThat(refusalOf(ARRAY_COLLECTION + "0a 00")).isEqualTo(ProtocolError.BAD_AMF);
    }

    @Test
    void objectReferencesAreChargedWhatTheyStandFor() { // each array refers ten times to the one before
        var doublings = new StringBuilder("09 15 01").append("01".repeat(10));
        for (int array = 1; array < 12; array++) {
            doublings
                    .append("09 15 01")
                    .append("09 %02x".formatted((array - 1) << 1).repeat(10));
        }
        assertThat(refusalOf(doublings.toString())).isEqualTo(ProtocolError.AMF_LIMIT);
    }

    @Test
    void stringReferencesAreChargedWhatTheyStandFor() { // 4 kB, a hundred times
        String text = "06 c001" + "61".repeat(4_096);
        assertThat(new Amf3Reader(message(text)).read().asText().orElseThrow()).hasSize(4_096);
        assertThat(refusalOf(text + "06 00".repeat(100))).isEqualTo(ProtocolError.AMF_LIMIT);
    }

    @Test
    void namesThatTraitsRepeatAreCharged() { // one member of 1000 bytes, a hundred objects
        String traits = "0a 13 01 8f51" + "61".repeat(1_000) + "01";
        assertThat(read(traits)).hasSize(1);
        assertThat(refusalOf(traits + "0a 01 01".repeat(100))).isEqualTo(ProtocolError.AMF_LIMIT);
        String className = "0a 03 8f51" + "61".repeat(1_000);
        assertThat(read(className)).hasSize(1);
        assertThat(refusalOf(className + "0a 01".repeat(100))).isEqualTo(ProtocolError.AMF_LIMIT);
    }

    @Test
    void shortMessagesMayRepeatThemselves() { // fifty objects of one class with long names
        String member = Golden.hex("aLongMemberName");
        assertThat(read("0a 13 01 1f" + member + "01" + "0a 01 01".repeat(50)))
                .hasSize(51)
                .containsOnly(AmfValue.object(Map.of("aLongMemberName", AmfValue.Nothing.NULL)));
    }

    @Test
    void namesHaveALimit() {
        assertThat(refusalOf("0a 0b 01 9003" + "61".repeat(1_025) + "01 01")).isEqualTo(ProtocolError.AMF_LIMIT);
        assertThat(refusalOf("0a 0b 9003" + "61".repeat(1_025) + "01")).isEqualTo(ProtocolError.AMF_LIMIT);
        assertThat(refusalOf("0a 13 01 9003" + "61".repeat(1_025) + "01")).isEqualTo(ProtocolError.AMF_LIMIT);
        assertThat(refusalOf("09 01 9003" + "61".repeat(1_025) + "01 01")).isEqualTo(ProtocolError.AMF_LIMIT);
    }

    @Test
    void externalizableClassesAreRefusedButForTheKnownOne() {
        assertThat(refusalOf("0a 07 07 612e42 09 01 01")).isEqualTo(ProtocolError.BAD_AMF);
        assertThat(new Amf3Reader(message(ARRAY_COLLECTION + "09 03 01 03")).read())
                .isEqualTo(AmfValue.array(AmfValue.bool(true)));
    }

    @Test
    void classNamesAreText() {
        AmfValue value = new Amf3Reader(message("0a 0b 23 " + Golden.hex("java.lang.Runtime") + "03 61 01 01")).read();
        assertThat(value).isEqualTo(new AmfValue.Obj("java.lang.Runtime", Map.of("a", AmfValue.Nothing.NULL)));
    }

    @Test
    void unknownMarkersAreRefused() {
        for (int marker = 0x12; marker <= 0xFF; marker++) {
            assertThat(refusalOf("%02x 0101010101".formatted(marker))).isEqualTo(ProtocolError.BAD_AMF);
        }
    }

    @Test
    void deepestLimitFitsTheStack() {
        var limits = new AmfLimits(256, 4_096, 1_024, 4, 0);
        AmfValue deep = new Amf3Reader(message("09 03 01 ".repeat(256) + "01"), limits).read();
        ByteBuf out = Unpooled.buffer();
        new Amf3Writer(out).write(deep);
        assertThat(new Amf3Reader(out, limits).read()).isEqualTo(deep);
    }

    private static ByteBuf message(String hex) {
        return Unpooled.wrappedBuffer(Golden.bytesOf(hex));
    }

    /** An array that holds an array and {@code others}, so many times, and in the last of them {@code innermost}. */
    private static AmfValue nested(AmfValue innermost, int times, AmfValue... others) {
        var value = innermost;
        for (int i = 0; i < times; i++) {
            value = AmfValue.array(
                    Stream.concat(Stream.of(value), Stream.of(others)).toArray(AmfValue[]::new));
        }
        return value;
    }

    private static List<AmfValue> read(String hex) {
        var reader = new Amf3Reader(message(hex));
        var values = new ArrayList<AmfValue>();
        while (reader.hasMore()) {
            values.add(reader.read());
        }
        return values;
    }

    private static ProtocolError refusalOf(String hex) {
        var refusal = catchThrowableOfType(ProtocolException.class, () -> read(hex));
        assertThat(refusal).as(hex.length() > 80 ? hex.substring(0, 80) : hex).isNotNull();
        return refusal.error();
    }
}
