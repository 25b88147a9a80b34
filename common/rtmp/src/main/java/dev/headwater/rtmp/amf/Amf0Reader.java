package dev.headwater.rtmp.amf;

import dev.headwater.rtmp.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the AMF0 values of one message one after another (AMF 0, 2). Confined to the caller; moves the reader index of
 * the buffer and never releases it.
 *
 * <p>Lenient where real encoders are sloppy: an object or ECMA array may end with the message, even within a name; the
 * count of an ECMA array means nothing; a reference that leads nowhere is null. {@link #isDamaged()} tells.
 */
public final class Amf0Reader {
    private final AmfInput in;
    private final AmfBudget budget;
    private final SeenValues seen;
    private boolean damaged;

    public Amf0Reader(ByteBuf message) {
        this(message, AmfLimits.DEFAULTS);
    }

    /** Reads from the reader index of {@code message} to its writer index, all of it within {@code limits}. */
    public Amf0Reader(ByteBuf message, AmfLimits limits) {
        this.in = new AmfInput(message);
        this.budget = new AmfBudget(limits, message.readableBytes());
        this.seen = new SeenValues(budget);
    }

    public boolean hasMore() {
        return in.remaining() > 0;
    }

    /** True once something that was read is not all that the peer meant: a cut end or a reference that leads nowhere. */
    public boolean isDamaged() {
        return damaged;
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
            case Amf0Marker.NUMBER -> new AmfValue.Num(in.f64("number"));
            case Amf0Marker.BOOLEAN -> new AmfValue.Bool(in.u8("boolean") != 0);
            case Amf0Marker.STRING -> new AmfValue.Text(text(in.u16("string length")));
            case Amf0Marker.OBJECT -> object("");
            case Amf0Marker.NULL, Amf0Marker.UNSUPPORTED -> AmfValue.Nothing.NULL;
            case Amf0Marker.UNDEFINED -> AmfValue.Nothing.UNDEFINED;
            case Amf0Marker.REFERENCE -> reference();
            case Amf0Marker.ECMA_ARRAY -> ecmaArray();
            case Amf0Marker.STRICT_ARRAY -> strictArray();
            case Amf0Marker.DATE -> date();
            case Amf0Marker.LONG_STRING -> new AmfValue.Text(text(in.u32("long string length")));
            case Amf0Marker.XML_DOCUMENT -> new AmfValue.Xml(text(in.u32("XML length")));
            case Amf0Marker.TYPED_OBJECT -> object(name(in.u16("class name length")));
            case Amf0Marker.AVM_PLUS -> new Amf3Reader(in, budget).read();
            case Amf0Marker.MOVIE_CLIP, Amf0Marker.RECORD_SET -> throw unexpected("reserved AMF0 marker", marker);
            case Amf0Marker.OBJECT_END -> throw unexpected("object end outside an object", marker);
            default -> throw unexpected("unknown AMF0 marker", marker);
        };
    }

    private AmfValue object(String className) {
        var begun = seen.begin();
        return seen.end(begun, new AmfValue.Obj(className, properties()));
    }

    private AmfValue ecmaArray() {
        in.u32("ECMA array count"); // often 0 or wrong
        var begun = seen.begin();
        return seen.end(begun, new AmfValue.EcmaArray(properties()));
    }

    private AmfValue strictArray() {
        long count = in.u32("strict array count");
        in.require(count, "strict array"); // an element has at least its marker
        budget.room(count);
        var begun = seen.begin();
        budget.enter();
        List<AmfValue> values = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            values.add(read());
        }
        budget.leave();
        return seen.end(begun, new AmfValue.StrictArray(values));
    }

    private AmfValue date() {
        double epochMs = in.f64("date");
        in.u16("time zone"); // reserved, not to be used
        return new AmfValue.Date(epochMs);
    }

    private AmfValue reference() {
        return seen.refer(in.u16("reference")).orElseGet(() -> {
            damaged = true;
            return AmfValue.Nothing.NULL;
        });
    }

    private Map<String, AmfValue> properties() {
        budget.enter();
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        for (String name = nextName(); name != null; name = nextName()) {
            properties.put(name, read());
        }
        budget.leave();
        return properties;
    }

    /** Name of the next property; null at the end marker, or where the message ends before the property's value. */
    private @Nullable String nextName() {
        if (in.remaining() < Short.BYTES) {
            return cutEnd();
        }
        int length = in.u16("name length");
        if (length >= in.remaining()) {
            return cutEnd();
        }
        if (length == 0 && in.take(Amf0Marker.OBJECT_END)) {
            return null;
        }
        return name(length); // an empty name followed by a value is just that
    }

    private @Nullable String cutEnd() {
        damaged = true;
        in.skipRest();
        return null;
    }

    private String name(int length) {
        String name = in.utf8(length, "name");
        budget.name(ByteBufUtil.utf8Bytes(name));
        return name;
    }

    private String text(long length) {
        String text = in.utf8(length, "string");
        budget.decoded(ByteBufUtil.utf8Bytes(text));
        return text;
    }

    private ProtocolException unexpected(String what, int marker) {
        return in.bad("%s 0x%02X".formatted(what, marker));
    }
}
