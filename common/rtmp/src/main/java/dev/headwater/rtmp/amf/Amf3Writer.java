package dev.headwater.rtmp.amf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Map;

/**
 * Writes values as AMF3, one after another (AMF 3, 3). Confined to the caller; does not own the buffer.
 *
 * <p>Everything is written in full, nothing as a reference: we send little AMF3, and what takes a reader's budget once
 * when it arrives takes it no more than once when it is sent on.
 */
public final class Amf3Writer {
    private static final int INLINE = 1;
    private static final int SEALED_OBJECT = 0b0011;
    private static final int DYNAMIC_OBJECT = 0b1011;
    private static final int MEMBER_COUNT_SHIFT = 4;

    private final ByteBuf out;

    public Amf3Writer(ByteBuf out) {
        this.out = out;
    }

    /** Writes any value. */
    public Amf3Writer write(AmfValue value) {
        switch (value) {
            case AmfValue.Num(double number) -> number(number);
            case AmfValue.Bool(boolean bool) -> out.writeByte(bool ? Amf3Marker.TRUE : Amf3Marker.FALSE);
            case AmfValue.Text(String text) -> {
                out.writeByte(Amf3Marker.STRING);
                string(text);
            }
            case AmfValue.Obj(String className, Map<String, AmfValue> properties) -> object(className, properties);
            case AmfValue.EcmaArray(Map<String, AmfValue> properties) -> ecmaArray(properties);
            case AmfValue.StrictArray(List<AmfValue> values) -> {
                counted(Amf3Marker.ARRAY, values.size());
                string(""); // no names
                values.forEach(this::write);
            }
            case AmfValue.Date(double epochMs) ->
                out.writeByte(Amf3Marker.DATE).writeByte(INLINE).writeDouble(epochMs);
            case AmfValue.Xml(String text) -> {
                out.writeByte(Amf3Marker.XML_DOCUMENT); // the form that AMF0 has too
                string(text);
            }
            case AmfValue.Bytes bytes -> {
                byte[] content = bytes.toByteArray();
                counted(Amf3Marker.BYTE_ARRAY, content.length);
                out.writeBytes(content);
            }
            case AmfValue.Vector vector -> vector(vector);
            case AmfValue.Dictionary(boolean weakKeys, List<AmfValue.Entry> entries) -> {
                counted(Amf3Marker.DICTIONARY, entries.size());
                out.writeBoolean(weakKeys);
                entries.forEach(entry -> write(entry.key()).write(entry.value()));
            }
            case AmfValue.Nothing nothing ->
                out.writeByte(
                        switch (nothing) {
                            case NULL -> Amf3Marker.NULL;
                            case UNDEFINED -> Amf3Marker.UNDEFINED;
                        });
        }
        return this;
    }

    private void number(double number) {
        int integer = (int) number;
        boolean exact = Double.compare(integer, number) == 0; // which -0 and NaN are not
        if (exact && integer >= U29.MIN_SIGNED && integer <= U29.MAX_SIGNED) {
            out.writeByte(Amf3Marker.INTEGER);
            U29.write(out, integer & U29.MAX);
        } else {
            out.writeByte(Amf3Marker.DOUBLE).writeDouble(number);
        }
    }

    private void object(String className, Map<String, AmfValue> properties) {
        out.writeByte(Amf3Marker.OBJECT);
        if (properties.containsKey("")) { // which would end the list of a dynamic object
            U29.write(out, (properties.size() << MEMBER_COUNT_SHIFT) | SEALED_OBJECT);
            string(className);
            properties.keySet().forEach(this::string);
            properties.values().forEach(this::write);
        } else {
            U29.write(out, DYNAMIC_OBJECT);
            string(className);
            namedValues(properties);
        }
    }

    private void ecmaArray(Map<String, AmfValue> properties) {
        if (properties.containsKey("")) { // which an array of AMF3 cannot have
            object("", properties);
        } else {
            counted(Amf3Marker.ARRAY, 0);
            namedValues(properties);
        }
    }

    private void vector(AmfValue.Vector vector) {
        int marker = switch (vector.type()) {
            case INT -> Amf3Marker.VECTOR_INT;
            case UINT -> Amf3Marker.VECTOR_UINT;
            case DOUBLE -> Amf3Marker.VECTOR_DOUBLE;
            case OBJECT -> Amf3Marker.VECTOR_OBJECT;
        };
        counted(marker, vector.values().size());
        out.writeBoolean(vector.fixed());
        if (vector.type() == AmfValue.ElementType.OBJECT) {
            string(vector.className());
        }
        for (AmfValue element : vector.values()) {
            switch (vector.type()) {
                case INT, UINT -> out.writeInt((int) (long) element.asNumber(0));
                case DOUBLE -> out.writeDouble(element.asNumber(0));
                case OBJECT -> write(element);
            }
        }
    }

    private void namedValues(Map<String, AmfValue> properties) {
        properties.forEach((name, value) -> {
            string(name);
            write(value);
        });
        string("");
    }

    private void counted(int marker, int count) {
        out.writeByte(marker);
        U29.write(out, (count << 1) | INLINE);
    }

    private void string(String text) {
        int length = ByteBufUtil.utf8Bytes(text);
        U29.write(out, (length << 1) | INLINE);
        ByteBufUtil.reserveAndWriteUtf8(out, text, length);
    }
}
