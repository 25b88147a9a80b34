package dev.headwater.rtmp.amf;

import java.util.List;
import java.util.Map;

/** A value of AMF0 or AMF3 as a tree. Immutable; property order is kept, since some encoders depend on it. */
public sealed interface AmfValue {
    record Num(double value) implements AmfValue {}

    record Bool(boolean value) implements AmfValue {}

    record Text(String value) implements AmfValue {}

    /** An object; {@code className} is empty for an anonymous one. */
    record Obj(String className, Map<String, AmfValue> properties) implements AmfValue {}

    record EcmaArray(Map<String, AmfValue> properties) implements AmfValue {}

    record StrictArray(List<AmfValue> values) implements AmfValue {}

    /** Milliseconds since the epoch, UTC. */
    record Date(double epochMs) implements AmfValue {}

    /** Kept as text, never parsed. */
    record Xml(String text) implements AmfValue {}

    enum Nothing implements AmfValue {
        NULL,
        UNDEFINED
    }
}
