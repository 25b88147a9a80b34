package dev.headwater.rtmp.amf;

import static dev.headwater.rtmp.amf.AmfValue.array;
import static dev.headwater.rtmp.amf.AmfValue.bool;
import static dev.headwater.rtmp.amf.AmfValue.number;
import static dev.headwater.rtmp.amf.AmfValue.text;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * One value and its bytes.
 *
 * <p>The tables {@link #AMF0} and {@link #AMF3} hold in both directions; {@link #AMF0_READ} and {@link #AMF3_READ} are
 * further forms of the wire that are read alike but never written.
 *
 * @param hex bytes of the message; spaces separate its parts
 */
record Golden(String name, String hex, AmfValue value) {
    private static final String LONG_TEXT = "x".repeat(65_536);
    private static final String LONG_HEX = "78".repeat(65_536);

    static final List<Golden> AMF0 = List.of(
            new Golden("one", "00 3ff0000000000000", number(1)),
            new Golden("minus zero", "00 8000000000000000", number(-0.0)),
            new Golden("not a number", "00 7ff8000000000000", number(Double.NaN)),
            new Golden("infinity", "00 7ff0000000000000", number(Double.POSITIVE_INFINITY)),
            new Golden("true", "01 01", bool(true)),
            new Golden("false", "01 00", bool(false)),
            new Golden("string", "02 0007 636f6e6e656374", text("connect")),
            new Golden("empty string", "02 0000", text("")),
            new Golden(
                    "string of every length in UTF-8",
                    "02 000a 41c3a9e282acf09f8eac",
                    text("A\u00e9\u20ac\ud83c\udfac")),
            new Golden("longest short string", "02 ffff" + LONG_HEX.substring(2), text(LONG_TEXT.substring(1))),
            new Golden("shortest long string", "0c 00010000" + LONG_HEX, text(LONG_TEXT)),
            new Golden("empty object", "03 000009", new AmfProperties().object()),
            new Golden(
                    "object, in the order of the sender",
                    "03 0004 74797065 02 0004 6c697665 0003 617070 02 0001 61 000009",
                    new AmfProperties().put("type", "live").put("app", "a").object()),
            new Golden(
                    "object in an object",
                    "03 0001 61 03 0001 62 05 000009 0001 63 06 000009",
                    new AmfProperties()
                            .put(
                                    "a",
                                    new AmfProperties()
                                            .put("b", AmfValue.Nothing.NULL)
                                            .object())
                            .put("c", AmfValue.Nothing.UNDEFINED)
                            .object()),
            new Golden(
                    "property without a name",
                    "03 0000 01 01 000009",
                    new AmfProperties().put("", true).object()),
            new Golden("null", "05", AmfValue.Nothing.NULL),
            new Golden("undefined", "06", AmfValue.Nothing.UNDEFINED),
            new Golden("empty ECMA array", "08 00000000 000009", new AmfProperties().ecmaArray()),
            new Golden(
                    "metadata",
                    "08 00000002 0005 7769647468 00 409e000000000000 0006 73746572656f 01 01 000009",
                    new AmfProperties().put("width", 1920).put("stereo", true).ecmaArray()),
            new Golden("empty strict array", "0a 00000000", array()),
            new Golden("strict array", "0a 00000002 02 0004 61766331 05", array(text("avc1"), AmfValue.Nothing.NULL)),
            new Golden("date", "0b 427788abac800000 0000", new AmfValue.Date(1_617_235_200_000.0)),
            new Golden("XML", "0f 00000004 3c612f3e", new AmfValue.Xml("<a/>")),
            new Golden(
                    "typed object",
                    "10 0003 612e42 0001 78 00 4000000000000000 000009",
                    new AmfValue.Obj("a.B", Map.of("x", number(2)))),
            new Golden("byte array, as AMF3", "11 0c 05 cafe", bytes(0xCA, 0xFE)),
            new Golden("dictionary, as AMF3", "11 11 01 00", new AmfValue.Dictionary(false, List.of())),
            new Golden(
                    "vector inside an object, as AMF3",
                    "03 0001 76 11 0d 03 01 00000007 000009",
                    new AmfProperties()
                            .put("v", vector(AmfValue.ElementType.INT, true, number(7)))
                            .object()));

    static final List<Golden> AMF0_READ = List.of(
            new Golden("boolean of another byte", "01 7f", bool(true)),
            new Golden("unsupported", "0d", AmfValue.Nothing.NULL),
            new Golden("date with a time zone", "0b 427788abac800000 ff88", new AmfValue.Date(1_617_235_200_000.0)),
            new Golden("short text as a long string", "0c 00000001 61", text("a")),
            new Golden("typed object without a name", "10 0000 000009", new AmfProperties().object()),
            new Golden(
                    "ECMA array that says 0",
                    "08 00000000 0001 61 05 000009",
                    oneNull("a").ecmaArray()),
            new Golden(
                    "ECMA array that says 7",
                    "08 00000007 0001 61 05 000009",
                    oneNull("a").ecmaArray()),
            new Golden(
                    "ECMA array that says -1",
                    "08 ffffffff 0001 61 05 000009",
                    oneNull("a").ecmaArray()),
            new Golden(
                    "name sent twice: the last one counts",
                    "03 0001 61 01 00 0001 62 05 0001 61 01 01 000009",
                    new AmfProperties()
                            .put("a", true)
                            .put("b", AmfValue.Nothing.NULL)
                            .object()),
            new Golden(
                    "reference to an earlier object",
                    "0a 00000002 03 0001 61 05 000009 07 0001",
                    array(oneNull("a").object(), oneNull("a").object())),
            new Golden("AMF3 string", "11 06 03 61", text("a")),
            new Golden(
                    "AMF3 switch is not sticky and starts new tables",
                    "0a 00000003 11 06 03 61 02 0001 62 11 06 03 63",
                    array(text("a"), text("b"), text("c"))));

    static final List<Golden> AMF3 = List.of(
            new Golden("undefined", "00", AmfValue.Nothing.UNDEFINED),
            new Golden("null", "01", AmfValue.Nothing.NULL),
            new Golden("false", "02", bool(false)),
            new Golden("true", "03", bool(true)),
            new Golden("integer 0", "04 00", number(0)),
            new Golden("longest integer of one byte", "04 7f", number(0x7F)),
            new Golden("shortest integer of two bytes", "04 8100", number(0x80)),
            new Golden("longest integer of two bytes", "04 ff7f", number(0x3FFF)),
            new Golden("shortest integer of three bytes", "04 818000", number(0x4000)),
            new Golden("longest integer of three bytes", "04 ffff7f", number(0x1F_FFFF)),
            new Golden("shortest integer of four bytes", "04 80c08000", number(0x20_0000)),
            new Golden("greatest integer", "04 bfffffff", number(0xFFF_FFFF)),
            new Golden("least integer", "04 c0808000", number(-0x1000_0000)),
            new Golden("integer -1", "04 ffffffff", number(-1)),
            new Golden("over the greatest integer", "05 41b0000000000000", number(0x1000_0000)),
            new Golden("under the least integer", "05 c1b0000001000000", number(-0x1000_0001)),
            new Golden("fraction", "05 3ff8000000000000", number(1.5)),
            new Golden("minus zero", "05 8000000000000000", number(-0.0)),
            new Golden("not a number", "05 7ff8000000000000", number(Double.NaN)),
            new Golden("string", "06 07 e282ac", text("\u20ac")),
            new Golden("empty string", "06 01", text("")),
            new Golden("XML", "07 09 3c612f3e", new AmfValue.Xml("<a/>")),
            new Golden("date", "08 01 427788abac800000", new AmfValue.Date(1_617_235_200_000.0)),
            new Golden("empty array", "09 01 01", array()),
            new Golden("array", "09 05 01 04 01 06 03 61", array(number(1), text("a"))),
            new Golden(
                    "array with names",
                    "09 01 03 61 01 03 62 03 01",
                    oneNull("a").put("b", true).ecmaArray()),
            new Golden("empty object", "0a 0b 01 01", new AmfProperties().object()),
            new Golden(
                    "object",
                    "0a 0b 01 03 7a 01 03 61 03 01",
                    oneNull("z").put("a", true).object()),
            new Golden(
                    "object with a property without a name",
                    "0a 23 01 03 61 01 02 03",
                    new AmfProperties().put("a", false).put("", true).object()),
            new Golden(
                    "typed object", "0a 0b 07 612e42 03 78 04 02 01", new AmfValue.Obj("a.B", Map.of("x", number(2)))),
            new Golden("byte array", "0c 05 cafe", bytes(0xCA, 0xFE)),
            new Golden(
                    "vector of int",
                    "0d 05 00 ffffffff 7fffffff",
                    vector(AmfValue.ElementType.INT, false, number(-1), number(Integer.MAX_VALUE))),
            new Golden(
                    "vector of uint",
                    "0e 03 01 ffffffff",
                    vector(AmfValue.ElementType.UINT, true, number(0xFFFF_FFFFL))),
            new Golden(
                    "vector of double",
                    "0f 03 00 3ff8000000000000",
                    vector(AmfValue.ElementType.DOUBLE, false, number(1.5))),
            new Golden(
                    "vector of objects",
                    "10 03 00 07 612e42 0a 0b 07 612e42 01",
                    new AmfValue.Vector(
                            AmfValue.ElementType.OBJECT, false, "a.B", List.of(new AmfValue.Obj("a.B", Map.of())))),
            new Golden(
                    "dictionary",
                    "11 05 01 04 01 06 03 61 06 03 62 01",
                    new AmfValue.Dictionary(
                            true,
                            List.of(
                                    new AmfValue.Entry(number(1), text("a")),
                                    new AmfValue.Entry(text("b"), AmfValue.Nothing.NULL)))));

    static final List<Golden> AMF3_READ = List.of(
            new Golden("integer in more bytes than it needs", "04 8001", number(1)),
            new Golden("integral number as a double", "05 4000000000000000", number(2)),
            new Golden("E4X", "0b 09 3c612f3e", new AmfValue.Xml("<a/>")),
            new Golden("string reference", "09 05 01 06 03 61 06 00", array(text("a"), text("a"))),
            new Golden(
                    "empty string has no number",
                    "09 07 01 06 01 06 03 61 06 00",
                    array(text(""), text("a"), text("a"))),
            new Golden(
                    "name by reference",
                    "09 05 01 06 03 61 0a 0b 01 00 01 01",
                    array(text("a"), oneNull("a").object())),
            new Golden(
                    "XML by reference", "09 05 01 0b 03 61 07 02", array(new AmfValue.Xml("a"), new AmfValue.Xml("a"))),
            new Golden(
                    "date by reference",
                    "09 05 01 08 01 3ff0000000000000 08 02",
                    array(new AmfValue.Date(1), new AmfValue.Date(1))),
            new Golden("byte array by reference", "09 05 01 0c 03 2a 0c 02", array(bytes(0x2A), bytes(0x2A))),
            new Golden(
                    "vector by reference",
                    "09 05 01 0d 03 00 00000001 0d 02",
                    array(
                            vector(AmfValue.ElementType.INT, false, number(1)),
                            vector(AmfValue.ElementType.INT, false, number(1)))),
            new Golden(
                    "dictionary by reference",
                    "09 05 01 11 01 00 11 02",
                    array(new AmfValue.Dictionary(false, List.of()), new AmfValue.Dictionary(false, List.of()))),
            new Golden(
                    "object by reference",
                    "09 05 01 0a 0b 01 03 61 01 01 0a 02",
                    array(oneNull("a").object(), oneNull("a").object())),
            new Golden(
                    "traits by reference",
                    "09 05 01 0a 13 07 612e42 03 78 04 01 0a 01 04 02",
                    array(
                            new AmfValue.Obj("a.B", Map.of("x", number(1))),
                            new AmfValue.Obj("a.B", Map.of("x", number(2))))),
            new Golden(
                    "sealed members come before dynamic ones",
                    "0a 1b 01 03 61 01 03 62 03 01",
                    oneNull("a").put("b", true).object()),
            new Golden(
                    "array with names and elements",
                    "09 05 03 61 01 01 02 03",
                    oneNull("a").put("0", false).put("1", true).ecmaArray()),
            new Golden(
                    "array collection",
                    "0a 07 43 " + hex("flex.messaging.io.ArrayCollection") + " 09 03 01 03",
                    array(bool(true))));

    ByteBuf bytes() {
        return Unpooled.wrappedBuffer(bytesOf(hex));
    }

    static byte[] bytesOf(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static String hex(ByteBuf bytes) {
        return ByteBufUtil.hexDump(bytes);
    }

    static String hex(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static AmfProperties oneNull(String name) {
        return new AmfProperties().put(name, AmfValue.Nothing.NULL);
    }

    private static AmfValue bytes(int... content) {
        var bytes = new byte[content.length];
        for (int i = 0; i < content.length; i++) {
            bytes[i] = (byte) content[i];
        }
        return new AmfValue.Bytes(bytes);
    }

    private static AmfValue vector(AmfValue.ElementType type, boolean fixed, AmfValue... values) {
        return new AmfValue.Vector(type, fixed, "", List.of(values));
    }
}
