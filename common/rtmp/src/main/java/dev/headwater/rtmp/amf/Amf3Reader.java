package dev.headwater.rtmp.amf;

import dev.headwater.rtmp.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;

/**
 * Reads AMF3 values (AMF 3, 3). Confined to the caller; moves the reader index of the buffer and never releases it.
 *
 * <p>The tables of strings, objects and traits live as long as the reader; RTMP starts new ones with each value that
 * AMF0 switches to AMF3. Strict, unlike AMF0: those who speak AMF3 speak it properly.
 */
public final class Amf3Reader {
    /** The one externalizable class whose content is known: it wraps a single value, by which it is replaced here. */
    static final String ARRAY_COLLECTION = "flex.messaging.io.ArrayCollection";

    /** Lowest bit of a header: what follows is the thing itself, not the number of an earlier one. */
    private static final int INLINE = 1;

    private static final int INLINE_TRAITS = 1 << 1;
    private static final int EXTERNALIZABLE = 1 << 2;
    private static final int DYNAMIC = 1 << 3;
    private static final int MEMBER_COUNT_SHIFT = 4;

    private final AmfInput in;
    private final AmfBudget budget;
    private final SeenValues seen;
    private final List<String> strings = new ArrayList<>();
    private final List<Traits> traits = new ArrayList<>();

    public Amf3Reader(ByteBuf message) {
        this(message, AmfLimits.DEFAULTS);
    }

    /** Reads from the reader index of {@code message} to its writer index, all of it within {@code limits}. */
    public Amf3Reader(ByteBuf message, AmfLimits limits) {
        this(new AmfInput(message), new AmfBudget(limits, message.readableBytes()));
    }

    /** Reads a part of a message, at the expense of the whole. */
    Amf3Reader(AmfInput in, AmfBudget budget) {
        this.in = in;
        this.budget = budget;
        this.seen = new SeenValues(budget);
    }

    public boolean hasMore() {
        return in.remaining() > 0;
    }

    /**
     * Reads the next value.
     *
     * @throws ProtocolException BAD_AMF for anything malformed or missing, AMF_LIMIT if the message is over its budget;
     *     the reader is of no use then
     */
    public AmfValue read() {
        int marker = in.u8("a value");
        budget.node();
        return switch (marker) {
            case Amf3Marker.UNDEFINED -> AmfValue.Nothing.UNDEFINED;
            case Amf3Marker.NULL -> AmfValue.Nothing.NULL;
            case Amf3Marker.FALSE -> new AmfValue.Bool(false);
            case Amf3Marker.TRUE -> new AmfValue.Bool(true);
            case Amf3Marker.INTEGER -> new AmfValue.Num(U29.signed(U29.read(in)));
            case Amf3Marker.DOUBLE -> new AmfValue.Num(in.f64("double"));
            case Amf3Marker.STRING -> new AmfValue.Text(text());
            case Amf3Marker.XML_DOCUMENT, Amf3Marker.XML -> referable(this::xml);
            case Amf3Marker.DATE -> referable(_ -> new AmfValue.Date(in.f64("date")));
            case Amf3Marker.ARRAY -> nested(this::array);
            case Amf3Marker.OBJECT -> nested(this::object);
            case Amf3Marker.BYTE_ARRAY -> referable(this::bytes);
            case Amf3Marker.VECTOR_INT -> nested(header -> vector(AmfValue.ElementType.INT, header));
            case Amf3Marker.VECTOR_UINT -> nested(header -> vector(AmfValue.ElementType.UINT, header));
            case Amf3Marker.VECTOR_DOUBLE -> nested(header -> vector(AmfValue.ElementType.DOUBLE, header));
            case Amf3Marker.VECTOR_OBJECT -> nested(header -> vector(AmfValue.ElementType.OBJECT, header));
            case Amf3Marker.DICTIONARY -> nested(this::dictionary);
            default -> throw in.bad("unknown AMF3 marker 0x%02X".formatted(marker));
        };
    }

    private AmfValue nested(IntFunction<AmfValue> body) {
        return referable(header -> {
            budget.enter();
            AmfValue value = body.apply(header);
            budget.leave();
            return value;
        });
    }

    /** Reads what has a place in the object table: the number of an earlier value, or one that {@code body} reads now. */
    private AmfValue referable(IntFunction<AmfValue> body) {
        int header = U29.read(in);
        if ((header & INLINE) == 0) {
            int index = header >>> 1;
            return seen.refer(index).orElseThrow(() -> in.bad("object reference %d leads nowhere".formatted(index)));
        }
        var begun = seen.begin();
        return seen.end(begun, body.apply(header));
    }

    private AmfValue xml(int header) {
        String text = in.utf8(header >>> 1, "XML");
        budget.decoded(ByteBufUtil.utf8Bytes(text));
        return new AmfValue.Xml(text);
    }

    private AmfValue bytes(int header) {
        int length = header >>> 1;
        byte[] bytes = in.bytes(length, "byte array");
        budget.decoded(length);
        return new AmfValue.Bytes(bytes);
    }

    private AmfValue array(int header) {
        int count = header >>> 1;
        Map<String, AmfValue> named = namedValues(new LinkedHashMap<>());
        if (named.isEmpty()) {
            return new AmfValue.StrictArray(values(count));
        }
        requireElements(count, 1, "array");
        for (int i = 0; i < count; i++) {
            String name = Integer.toString(i);
            budget.name(name.length());
            named.put(name, read());
        }
        return new AmfValue.EcmaArray(named);
    }

    private AmfValue object(int header) {
        Traits type = traits(header);
        budget.name(ByteBufUtil.utf8Bytes(type.className)); // here, since traits are there for many objects
        if (type.externalizable) {
            if (type.className.equals(ARRAY_COLLECTION)) {
                return read();
            }
            throw in.bad("externalizable class that is not known"); // nor where its value ends
        }
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        for (String member : type.members) {
            budget.name(ByteBufUtil.utf8Bytes(member));
            properties.put(member, read());
        }
        return new AmfValue.Obj(type.className, type.dynamic ? namedValues(properties) : properties);
    }

    private Traits traits(int header) {
        if ((header & INLINE_TRAITS) == 0) {
            int index = header >>> 2;
            if (index >= traits.size()) {
                throw in.bad("traits reference %d leads nowhere".formatted(index));
            }
            return traits.get(index);
        }
        String className = string();
        boolean externalizable = (header & EXTERNALIZABLE) != 0;
        int count = externalizable ? 0 : header >>> MEMBER_COUNT_SHIFT;
        requireElements(count, 1, "member names"); // as many values follow
        List<String> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(string());
        }
        var read = new Traits(className, externalizable, (header & DYNAMIC) != 0, members);
        traits.add(read);
        return read;
    }

    private AmfValue vector(AmfValue.ElementType type, int header) {
        int count = header >>> 1;
        boolean fixed = in.u8("vector flag") != 0;
        String className = type == AmfValue.ElementType.OBJECT ? name() : "";
        List<AmfValue> values = switch (type) {
            case INT -> numbers(count, Integer.BYTES, () -> in.i32("vector element"));
            case UINT -> numbers(count, Integer.BYTES, () -> in.u32("vector element"));
            case DOUBLE -> numbers(count, Double.BYTES, () -> in.f64("vector element"));
            case OBJECT -> values(count);
        };
        return new AmfValue.Vector(type, fixed, className, values);
    }

    private List<AmfValue> numbers(int count, int bytesEach, DoubleSupplier element) {
        requireElements(count, bytesEach, "vector");
        List<AmfValue> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            budget.node();
            values.add(new AmfValue.Num(element.getAsDouble()));
        }
        return values;
    }

    private AmfValue dictionary(int header) {
        int count = header >>> 1;
        boolean weakKeys = in.u8("dictionary flag") != 0;
        requireElements(count, 2, "dictionary");
        List<AmfValue.Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            AmfValue key = read();
            entries.add(new AmfValue.Entry(key, read()));
        }
        return new AmfValue.Dictionary(weakKeys, entries);
    }

    private List<AmfValue> values(int count) {
        requireElements(count, 1, "array");
        List<AmfValue> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(read());
        }
        return values;
    }

    /** Refuses a count that the message or its budget cannot hold; a value has at least its marker. */
    private void requireElements(int count, int leastBytesEach, String what) {
        in.require((long) count * leastBytesEach, what);
        budget.room(count);
    }

    /** Adds pairs of name and value up to the empty name. */
    private Map<String, AmfValue> namedValues(Map<String, AmfValue> properties) {
        for (String name = name(); !name.isEmpty(); name = name()) {
            properties.put(name, read());
        }
        return properties;
    }

    private String name() {
        String name = string();
        budget.name(ByteBufUtil.utf8Bytes(name));
        return name;
    }

    private String text() {
        String text = string();
        budget.decoded(ByteBufUtil.utf8Bytes(text));
        return text;
    }

    private String string() {
        int header = U29.read(in);
        if ((header & INLINE) == 0) {
            int index = header >>> 1;
            if (index >= strings.size()) {
                throw in.bad("string reference %d leads nowhere".formatted(index));
            }
            return strings.get(index);
        }
        String string = in.utf8(header >>> 1, "string");
        if (!string.isEmpty()) { // the empty one has no number
            strings.add(string);
        }
        return string;
    }

    private record Traits(String className, boolean externalizable, boolean dynamic, List<String> members) {}
}
