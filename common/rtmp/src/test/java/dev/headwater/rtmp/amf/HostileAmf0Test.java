package dev.headwater.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What sloppy and hostile peers send as AMF0. */
class HostileAmf0Test {
    private static final String OBJECT_IN_A = "03 0001 61 ";

    @Test
    void nestingHasALimit() {
        String end = "000009";
        assertThat(read("03 0001 61 ".repeat(31) + "03" + end.repeat(32)).isDamaged())
                .isFalse();
        assertThat(refusalOf(OBJECT_IN_A.repeat(33))).isEqualTo(ProtocolError.AMF_LIMIT);
        assertThat(refusalOf("08 00000001 0001 61 ".repeat(33))).isEqualTo(ProtocolError.AMF_LIMIT);
        assertThat(refusalOf("0a 00000001 ".repeat(33) + "05")).isEqualTo(ProtocolError.AMF_LIMIT);
        assertThat(refusalOf("10 0001 41 0001 61 ".repeat(33))).isEqualTo(ProtocolError.AMF_LIMIT);
    }

    @Test
    void aHundredThousandNestedObjectsDoNotOverflowTheStack() {
        assertThat(refusalOf(OBJECT_IN_A.repeat(100_000))).isEqualTo(ProtocolError.AMF_LIMIT);
    }

    @Test
    void amf3InsideCountsTowardsTheSameLimits() {
        assertThat(refusalOf(OBJECT_IN_A.repeat(16) + "11 " + "09 03 01 ".repeat(17) + "01"))
                .isEqualTo(ProtocolError.AMF_LIMIT);
        assertThat(refusalOf("11 01 ".repeat(2_049))).isEqualTo(ProtocolError.AMF_LIMIT);
    }

    @Test
    void valuesAreCountedOverTheWholeMessage() {
        read("05".repeat(4_096));
        assertThat(refusalOf("05".repeat(4_097))).isEqualTo(ProtocolError.AMF_LIMIT);
    }

    @Test
    void declaredLengthsAreNotBelieved() {
        for (String message : new String[] {
            "0a ffffffff 05",
            "0a 80000000 05",
            "0a 7fffffff 05",
            "0c ffffffff 61",
            "0c 80000000",
            "0f 7fffffff 3c",
            "02 ffff 61"
        }) {
            long allocated = Allocation.of(
                    () -> assertThat(refusalOf(message)).as(message).isEqualTo(ProtocolError.BAD_AMF));
            assertThat(allocated).as(message).isLessThan(1 << 20);
        }
    }

    @Test
    void countOfAnEcmaArrayIsOnlyAHint() {
        for (String count : new String[] {"00000000", "00000001", "00000009", "80000000", "ffffffff"}) {
            var reader = new Amf0Reader(message("08 " + count + " 0001 61 05 0001 62 05 000009 0101"));
            assertThat(reader.read().properties()).as(count).containsOnlyKeys("a", "b");
            assertThat(reader.read()).as(count).isEqualTo(AmfValue.bool(true));
        }
    }

    @Test
    void metadataMayEndWithTheMessage() { // Envivio and others
        for (String end : new String[] {"", "00", "0000", "0001", "0001 62", "0005 6174", "7f"}) {
            for (String start : new String[] {"03", "08 00000009", "10 0001 41"}) {
                var reader = new Amf0Reader(message(start + "0001 61 01 01" + end));
                assertThat(reader.read().properties()).as(end).isEqualTo(Map.of("a", AmfValue.bool(true)));
                assertThat(reader.isDamaged()).as(end).isTrue();
                assertThat(reader.hasMore()).as(end).isFalse();
            }
        }
    }

    @Test
    void objectsInsideMayEndWithTheMessageToo() {
        var reader = read("03 0001 61 03 0001 62 01 01");
        assertThat(reader.isDamaged()).isTrue();
        assertThat(first("03 0001 61 03 0001 62 01 01").property("a").property("b"))
                .isEqualTo(AmfValue.bool(true));
    }

    @Test
    void valuesMayNotBeCut() {
        assertThat(refusalOf("03 0001 61 00 3ff000")).isEqualTo(ProtocolError.BAD_AMF);
        assertThat(refusalOf("0a 00000002 05")).isEqualTo(ProtocolError.BAD_AMF);
    }

    @Test
    void reservedAndUnknownMarkersAreRefused() {
        assertThat(refusalOf("04")).isEqualTo(ProtocolError.BAD_AMF);
        assertThat(refusalOf("0e")).isEqualTo(ProtocolError.BAD_AMF);
        assertThat(refusalOf("09")).isEqualTo(ProtocolError.BAD_AMF);
        for (int marker = 0x12; marker <= 0xFF; marker++) {
            assertThat(refusalOf("%02x 0000000000000000".formatted(marker))).isEqualTo(ProtocolError.BAD_AMF);
        }
    }

    @Test
    void referenceThatLeadsNowhereIsNull() {
        for (String message : new String[] {"07 0000", "07 ffff", "0a 00000001 07 0001"}) {
            assertThat(read(message).isDamaged()).as(message).isTrue();
        }
        assertThat(first("07 0000")).isEqualTo(AmfValue.Nothing.NULL);
    }

    @Test
    void referenceToAnObjectAroundItselfIsNull() {
        var reader = new Amf0Reader(message("03 0004 73656c66 07 0000 000009 07 0000"));
        AmfValue value = reader.read();
        assertThat(value.property("self")).isEqualTo(AmfValue.Nothing.NULL);
        assertThat(reader.isDamaged()).isTrue();
        assertThat(reader.read()).as("once it is complete").isEqualTo(value);
    }

    @Test
    void referencesAreChargedWhatTheyStandFor() { // each array refers ten times to the one before
        var doublings = new StringBuilder("0a 0000000a").append("05".repeat(10));
        for (int array = 1; array < 12; array++) {
            doublings
                    .append("0a 0000000a")
                    .append("07 %04x".formatted(array - 1).repeat(10));
        }
        assertThat(refusalOf(doublings.toString())).isEqualTo(ProtocolError.AMF_LIMIT);
    }

    @Test
    void referencesMayNotBuildWhatIsTooDeep() {
        var ladder = new StringBuilder("0a 00000001 05");
        for (int array = 1; array <= 31; array++) {
            ladder.append("0a 00000001 07 %04x".formatted(array - 1));
        }
        read(ladder.toString());
        ladder.append("0a 00000001 07 001f");
        assertThat(refusalOf(ladder.toString())).isEqualTo(ProtocolError.AMF_LIMIT);

        String deepThenShallow = "0a 00000002" + "0a 00000001".repeat(30) + "05" + "0a 00000000";
        read(deepThenShallow + "0a 00000001 07 0000");
        assertThat(refusalOf(deepThenShallow + "0a 00000001".repeat(2) + "07 0000"))
                .isEqualTo(ProtocolError.AMF_LIMIT);
    }

    @Test
    void undefinedAndUnsupportedPropertiesAreNothing() {
        AmfValue value = first("03 0001 61 06 0001 62 0d 000009");
        assertThat(value.property("a").isNothing()).isTrue();
        assertThat(value.property("b").isNothing()).isTrue();
    }

    @Test
    void xmlIsKeptAsTextAndNeverParsed() {
        String bomb = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
        assertThat(first("0f %08x ".formatted(bomb.length()) + Golden.hex(bomb)))
                .isEqualTo(new AmfValue.Xml(bomb));
    }

    @Test
    void classNamesAreText() {
        AmfValue value = first("10 0011 " + Golden.hex("java.lang.Runtime") + "0001 61 05 000009");
        assertThat(value).isEqualTo(new AmfValue.Obj("java.lang.Runtime", Map.of("a", AmfValue.Nothing.NULL)));
    }

    @Test
    void namesHaveALimit() {
        assertThat(first("03 0400" + "61".repeat(1_024) + "05 000009").properties())
                .hasSize(1);
        assertThat(refusalOf("03 0401" + "61".repeat(1_025) + "05 000009")).isEqualTo(ProtocolError.AMF_LIMIT);
        assertThat(refusalOf("10 0401" + "61".repeat(1_025) + "000009")).isEqualTo(ProtocolError.AMF_LIMIT);
    }

    @Test
    void bytesThatAreNotUtf8AreReadAndCanBeTold() {
        for (String damaged : new String[] {"ff", "c3", "c0af", "eda080", "f4908080"}) {
            int length = damaged.length() / 2;
            String text =
                    first("02 %04x %s".formatted(length, damaged)).asText().orElseThrow();
            assertThat(Utf8.isIntact(text)).as(damaged).isFalse();
            String name = first("03 %04x %s 05 000009".formatted(length, damaged))
                    .properties()
                    .keySet()
                    .iterator()
                    .next();
            assertThat(Utf8.isIntact(name)).as(damaged).isFalse();
        }
        assertThat(Utf8.isIntact("K\u00f6ln \ud83c\udfac")).isTrue();
    }

    @Test
    void namesWithTheSameHashAreBoundedByTheNumberOfValues() {
        String message = "03" + collidingNames(14) + "000009";
        assertThat(refusalOf(message)).isEqualTo(ProtocolError.AMF_LIMIT);

        var limits = new AmfLimits(32, 20_000, 1_024, 4, 0);
        Map<String, AmfValue> properties =
                new Amf0Reader(message(message), limits).read().properties();
        assertThat(properties).hasSize(1 << 14);
        assertThat(properties.keySet())
                .extracting(String::hashCode)
                .containsOnly("Aa".repeat(14).hashCode());
    }

    @Test
    void readsFromTheReaderIndexToTheWriterIndex() {
        ByteBuf buffer = Unpooled.directBuffer().writeBytes(Golden.bytesOf("ffff 02 0001 61 0500"));
        buffer.readerIndex(2).writerIndex(7);
        var reader = new Amf0Reader(buffer);
        assertThat(reader.read()).isEqualTo(AmfValue.text("a"));
        assertThat(reader.read()).isEqualTo(AmfValue.Nothing.NULL);
        assertThat(reader.hasMore()).isFalse();
        assertThat(buffer.readerIndex()).isEqualTo(7);
        assertThat(buffer.refCnt()).isEqualTo(1);
        buffer.release();
    }

    /** 2^pairs names of "Aa" and "BB", which hash alike, each with null. */
    private static String collidingNames(int pairs) {
        var names = new StringBuilder();
        for (int bits = 0; bits < 1 << pairs; bits++) {
            names.append("%04x".formatted(2 * pairs));
            for (int pair = 0; pair < pairs; pair++) {
                names.append((bits >> pair & 1) == 0 ? "4161" : "4242");
            }
            names.append("05");
        }
        return names.toString();
    }

    private static ByteBuf message(String hex) {
        return Unpooled.wrappedBuffer(Golden.bytesOf(hex));
    }

    private static AmfValue first(String hex) {
        return new Amf0Reader(message(hex)).read();
    }

    private static Amf0Reader read(String hex) {
        var reader = new Amf0Reader(message(hex));
        while (reader.hasMore()) {
            reader.read();
        }
        return reader;
    }

    private static ProtocolError refusalOf(String hex) {
        var refusal = catchThrowableOfType(ProtocolException.class, () -> read(hex));
        assertThat(refusal).as(hex.length() > 80 ? hex.substring(0, 80) : hex).isNotNull();
        return refusal.error();
    }
}
