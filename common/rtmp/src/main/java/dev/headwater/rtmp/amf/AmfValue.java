package dev.headwater.rtmp.amf;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of AMF0 or AMF3 as a tree. Immutable; property order is kept, since some encoders depend on it.
 *
 * <p>The accessors are lenient, as peers differ in the types that they send: one that does not fit gives the fallback.
 * Trees have no cycles, and those that a reader made are no deeper and no larger than its {@link AmfLimits}.
 */
public sealed interface AmfValue {
    /** A number. AMF3 integers are numbers too; NaN, infinities and -0 are kept. */
    record Num(double value) implements AmfValue {}

    record Bool(boolean value) implements AmfValue {}

    record Text(String value) implements AmfValue {}

    /** An object; {@code className} is empty for an anonymous one, and only ever a text: no class is looked up. */
    record Obj(String className, Map<String, AmfValue> properties) implements AmfValue {
        public Obj {
            properties = inOrder(properties);
        }
    }

    /** An array with names; an AMF3 array that has names and dense elements gets these under "0", "1" and so on. */
    record EcmaArray(Map<String, AmfValue> properties) implements AmfValue {
        public EcmaArray {
            properties = inOrder(properties);
        }
    }

    record StrictArray(List<AmfValue> values) implements AmfValue {
        public StrictArray {
            values = List.copyOf(values);
        }
    }

    /** Milliseconds since the epoch, UTC; may be NaN. */
    record Date(double epochMs) implements AmfValue {}

    /** Kept as text, never parsed. */
    record Xml(String text) implements AmfValue {}

    /** A byte array of AMF3. */
    final class Bytes implements AmfValue {
        private final byte[] content;

        public Bytes(byte[] content) {
            this.content = content.clone();
        }

        public byte[] toByteArray() {
            return content.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content);
        }

        @Override
        public String toString() {
            return "Bytes[length=" + content.length + "]";
        }
    }

    /**
     * A vector of AMF3.
     *
     * @param fixed whether ActionScript may not change its length
     * @param className class of the elements of an {@link ElementType#OBJECT} vector, else empty
     */
    record Vector(ElementType type, boolean fixed, String className, List<AmfValue> values) implements AmfValue {
        public Vector {
            values = List.copyOf(values);
            if (type != ElementType.OBJECT && !className.isEmpty()) {
                throw new IllegalArgumentException("class name %s in a vector of %s".formatted(className, type));
            }
            for (AmfValue value : values) {
                if (!type.admits(value)) {
                    throw new IllegalArgumentException("%s in a vector of %s".formatted(value, type));
                }
            }
        }
    }

    /** What a {@link Vector} holds. */
    enum ElementType {
        INT,
        UINT,
        DOUBLE,
        OBJECT;

        boolean admits(AmfValue value) {
            return switch (this) {
                case INT -> value instanceof Num(double number) && number == (int) number;
                case UINT -> value instanceof Num(double number) && number == (double) ((long) number & 0xFFFF_FFFFL);
                case DOUBLE -> value instanceof Num;
                case OBJECT -> true;
            };
        }
    }

    /** A dictionary of AMF3, whose keys are values. A list, since keys may be equal yet different objects to the sender. */
    record Dictionary(boolean weakKeys, List<Entry> entries) implements AmfValue {
        public Dictionary {
            entries = List.copyOf(entries);
        }
    }

    /** One pair of a {@link Dictionary}. */
    record Entry(AmfValue key, AmfValue value) {}

    enum Nothing implements AmfValue {
        NULL,
        UNDEFINED
    }

    static AmfValue number(double value) {
        return new Num(value);
    }

    static AmfValue bool(boolean value) {
        return new Bool(value);
    }

    static AmfValue text(String value) {
        return new Text(value);
    }

    /** An anonymous object; {@link AmfProperties} builds one property by property. */
    static AmfValue object(Map<String, AmfValue> properties) {
        return new Obj("", properties);
    }

    static AmfValue array(AmfValue... values) {
        return new StrictArray(List.of(values));
    }

    /** The characters of a text or of XML. */
    default Optional<String> asText() {
        return switch (this) {
            case Text(String value) -> Optional.of(value);
            case Xml(String text) -> Optional.of(text);
            case Num _, Bool _, Obj _, EcmaArray _, StrictArray _, Date _ -> Optional.empty();
            case Bytes _, Vector _, Dictionary _, Nothing _ -> Optional.empty();
        };
    }

    /** The value of a number, which may be NaN or infinite. */
    default double asNumber(double fallback) {
        return this instanceof Num(double value) ? value : fallback;
    }

    /** The value of a number without its fraction; {@code fallback} for NaN and what an int cannot hold. */
    default int asInt(int fallback) {
        return this instanceof Num(double value) && value > Integer.MIN_VALUE - 1.0 && value < Integer.MAX_VALUE + 1.0
                ? (int) value
                : fallback;
    }

    /** The value of a boolean; of numbers, 0 and NaN are false. */
    default boolean asBoolean(boolean fallback) {
        return switch (this) {
            case Bool(boolean value) -> value;
            case Num(double value) -> value != 0 && !Double.isNaN(value);
            case Text _, Obj _, EcmaArray _, StrictArray _, Date _, Xml _ -> fallback;
            case Bytes _, Vector _, Dictionary _, Nothing _ -> fallback;
        };
    }

    /** What an object or an ECMA array holds, in the sender's order; of everything else, nothing. */
    default Map<String, AmfValue> properties() {
        return Map.of();
    }

    /** One of the {@link #properties()}; {@link Nothing#UNDEFINED} if there is none of that name. */
    default AmfValue property(String name) {
        return properties().getOrDefault(name, Nothing.UNDEFINED);
    }

    /** What a strict array or a vector holds, or an ECMA array regardless of its names; of everything else, nothing. */
    default List<AmfValue> elements() {
        return switch (this) {
            case StrictArray(List<AmfValue> values) -> values;
            case Vector vector -> vector.values();
            case EcmaArray(Map<String, AmfValue> properties) -> List.copyOf(properties.values());
            case Num _, Bool _, Text _, Obj _, Date _, Xml _ -> List.of();
            case Bytes _, Dictionary _, Nothing _ -> List.of();
        };
    }

    /** True for null and undefined. */
    default boolean isNothing() {
        return this instanceof Nothing;
    }

    private static Map<String, AmfValue> inOrder(Map<String, AmfValue> properties) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
}
