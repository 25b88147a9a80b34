package dev.headwater.rtmp.amf;

import java.util.LinkedHashMap;
import java.util.Map;

/** Collects named values in the order in which they go to the wire. Confined to the caller. */
public final class AmfProperties {
    private final Map<String, AmfValue> values = new LinkedHashMap<>();

    public AmfProperties put(String name, AmfValue value) {
        values.put(name, value);
        return this;
    }

    public AmfProperties put(String name, String value) {
        return put(name, AmfValue.text(value));
    }

    public AmfProperties put(String name, double value) {
        return put(name, AmfValue.number(value));
    }

    public AmfProperties put(String name, boolean value) {
        return put(name, AmfValue.bool(value));
    }

    /** Appends all of {@code others}; a name that is here already keeps its place and gets the new value. */
    public AmfProperties putAll(Map<String, AmfValue> others) {
        values.putAll(others);
        return this;
    }

    /** What was put so far, as an anonymous object. */
    public AmfValue.Obj object() {
        return new AmfValue.Obj("", values);
    }

    /** What was put so far, as an ECMA array. */
    public AmfValue.EcmaArray ecmaArray() {
        return new AmfValue.EcmaArray(values);
    }
}
