package dev.headwater.rtmp.amf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.Map;

/**
 * Writes values as AMF0, one after another (AMF 0, 2). Confined to the caller; does not own the buffer.
 *
 * <p>What only AMF3 can say (byte arrays, vectors, dictionaries) is written as AMF3 behind its marker. Nothing is
 * written as a reference.
 */
public final class Amf0Writer {
    private static final int MAX_SHORT_STRING = 0xFFFF;

    private final ByteBuf out;

    public Amf0Writer(ByteBuf out) {
        this.out = out;
    }

    public Amf0Writer write(String text) {
        int length = ByteBufUtil.utf8Bytes(text);
        if (length <= MAX_SHORT_STRING) {
            out.writeByte(Amf0Marker.STRING).writeShort(length);
        } else {
            out.writeByte(Amf0Marker.LONG_STRING).writeInt(length);
        }
        ByteBufUtil.reserveAndWriteUtf8(out, text, length);
        return this;
    }

    public Amf0Writer write(double number) {
        out.writeByte(Amf0Marker.NUMBER).writeDouble(number);
        return this;
    }

    public Amf0Writer write(boolean value) {
        out.writeByte(Amf0Marker.BOOLEAN).writeBoolean(value);
        return this;
    }

    /**
     * Writes any value.
     *
     * @throws IllegalArgumentException if a name is longer than 65535 bytes; no reader gives such a value
     */
    public Amf0Writer write(AmfValue value) {
        switch (value) {
            case AmfValue.Num(double number) -> write(number);
            case AmfValue.Bool(boolean bool) -> write(bool);
            case AmfValue.Text(String text) -> write(text);
            case AmfValue.Obj(String className, Map<String, AmfValue> properties) -> object(className, properties);
            case AmfValue.EcmaArray(Map<String, AmfValue> properties) -> {
                out.writeByte(Amf0Marker.ECMA_ARRAY).writeInt(properties.size());
                properties(properties);
            }
            case AmfValue.StrictArray(List<AmfValue> values) -> {
                out.writeByte(Amf0Marker.STRICT_ARRAY).writeInt(values.size());
                values.forEach(this::write);
            }
            case AmfValue.Date(double epochMs) ->
                out.writeByte(Amf0Marker.DATE).writeDouble(epochMs).writeShort(0); // time zone: reserved
            case AmfValue.Xml(String text) -> {
                int length = ByteBufUtil.utf8Bytes(text);
                out.writeByte(Amf0Marker.XML_DOCUMENT).writeInt(length);
                ByteBufUtil.reserveAndWriteUtf8(out, text, length);
            }
            case AmfValue.Nothing nothing ->
                out.writeByte(
                        switch (nothing) {
                            case NULL -> Amf0Marker.NULL;
                            case UNDEFINED -> Amf0Marker.UNDEFINED;
                        });
            case AmfValue.Bytes _, AmfValue.Vector _, AmfValue.Dictionary _ -> {
                out.writeByte(Amf0Marker.AVM_PLUS);
                new Amf3Writer(out).write(value);
            }
        }
        return this;
    }

    private void object(String className, Map<String, AmfValue> properties) {
        if (className.isEmpty()) {
            out.writeByte(Amf0Marker.OBJECT);
        } else {
            out.writeByte(Amf0Marker.TYPED_OBJECT);
            name(className);
        }
        properties(properties);
    }

    private void properties(Map<String, AmfValue> properties) {
        properties.forEach((name, value) -> {
            name(name);
            write(value);
        });
        out.writeShort(0).writeByte(Amf0Marker.OBJECT_END);
    }

    private void name(String name) {
        int length = ByteBufUtil.utf8Bytes(name);
        if (length > MAX_SHORT_STRING) {
            throw new IllegalArgumentException("a name of %d bytes does not fit into AMF0".formatted(length));
        }
        out.writeShort(length);
        ByteBufUtil.reserveAndWriteUtf8(out, name, length);
    }
}
