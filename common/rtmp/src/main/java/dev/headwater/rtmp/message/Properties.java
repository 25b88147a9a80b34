package dev.headwater.rtmp.message;

import dev.headwater.rtmp.amf.AmfValue;
import java.util.Map;

/** Reads single properties of an AMF object whatever type the peer chose for them. */
final class Properties {
    private Properties() {}

    /** Text of a property, its name in any case if not as given; empty if it is missing or no text. */
    static String text(Map<String, AmfValue> properties, String name) {
        if (properties.get(name) instanceof AmfValue.Text(String value)) {
            return value;
        }
        for (var entry : properties.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name) && entry.getValue() instanceof AmfValue.Text(String value)) {
                return value;
            }
        }
        return "";
    }

    static double number(Map<String, AmfValue> properties, String name, double otherwise) {
        return properties.getOrDefault(name, AmfValue.Nothing.UNDEFINED).asNumber(otherwise);
    }
}
