package dev.headwater.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Just enough AMF0 to talk to a server: null, booleans, numbers, strings and objects (Java maps). Written apart from
 * the product's own, so that the two can disagree.
 */
public final class Amf0 {
    private static final int NUMBER = 0;
    private static final int BOOLEAN = 1;
    private static final int STRING = 2;
    private static final int OBJECT = 3;
    private static final int NULL = 5;
    private static final int UNDEFINED = 6;
    private static final int ECMA_ARRAY = 8;
    private static final int OBJECT_END = 9;
    private static final int STRICT_ARRAY = 10;

    private Amf0() {}

    /** The values one after the other. */
    public static byte[] encode(@Nullable Object... values) {
        var out = ByteBuffer.allocate(64 * 1024);
        for (Object value : values) {
            write(out, value);
        }
        return bytesOf(out);
    }

    /** All values of {@code bytes}; null and undefined both become null. */
    public static List<@Nullable Object> decode(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        var values = new ArrayList<@Nullable Object>();
        while (in.hasRemaining()) {
            values.add(read(in));
        }
        return values;
    }

    private static void write(ByteBuffer out, @Nullable Object value) {
        switch (value) {
            case null -> out.put((byte) NULL);
            case Boolean b -> out.put((byte) BOOLEAN).put((byte) (b ? 1 : 0));
            case Number n -> out.put((byte) NUMBER).putDouble(n.doubleValue());
            case String s -> writeText(out.put((byte) STRING), s);
            case Map<?, ?> properties -> {
                out.put((byte) OBJECT);
                properties.forEach((name, property) -> {
                    writeText(out, String.valueOf(name));
                    write(out, property);
                });
                out.putShort((short) 0).put((byte) OBJECT_END);
            }
            default -> throw new IllegalArgumentException("no AMF0 form here for " + value.getClass());
        }
    }

    private static void writeText(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }

    private static @Nullable Object read(ByteBuffer in) {
        int marker = in.get();
        return switch (marker) {
            case NUMBER -> in.getDouble();
            case BOOLEAN -> in.get() != 0;
            case STRING -> readText(in);
            case OBJECT -> readProperties(in);
            case ECMA_ARRAY -> readProperties(in.position(in.position() + Integer.BYTES));
            case STRICT_ARRAY -> readElements(in);
            case NULL, UNDEFINED -> null;
            default -> throw new IllegalArgumentException("AMF0 marker %d at %d".formatted(marker, in.position() - 1));
        };
    }

    private static List<@Nullable Object> readElements(ByteBuffer in) {
        var elements = new ArrayList<@Nullable Object>();
        for (int left = in.getInt(); left > 0; left--) {
            elements.add(read(in));
        }
        return elements;
    }

    private static Map<String, @Nullable Object> readProperties(ByteBuffer in) {
        var properties = new LinkedHashMap<String, @Nullable Object>();
        for (String name = readText(in); in.get(in.position()) != OBJECT_END; name = readText(in)) {
            properties.put(name, read(in));
        }
        in.get();
        return properties;
    }

    private static String readText(ByteBuffer in) {
        byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(bytes);
        return new String(bytes, UTF_8);
    }

    private static byte[] bytesOf(ByteBuffer written) {
        byte[] bytes = new byte[written.position()];
        written.flip().get(bytes);
        return bytes;
    }
}
