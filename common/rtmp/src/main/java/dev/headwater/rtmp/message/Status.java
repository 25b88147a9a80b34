package dev.headwater.rtmp.message;

import dev.headwater.rtmp.amf.AmfValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The information object of an {@code onStatus}, {@code _result} or {@code _error}.
 *
 * @param code as on the wire, e.g. {@code NetStream.Play.Start}; empty when the peer sent none
 * @param level {@code status}, {@code warning} or {@code error}; empty when the peer sent none
 * @param description text for people; empty when the peer sent none
 * @param properties everything in the object, these three included, in the order of the wire
 */
public record Status(String level, String code, String description, Map<String, AmfValue> properties) {
    private static final String LEVEL = "level";
    private static final String CODE = "code";
    private static final String DESCRIPTION = "description";

    public Status {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** A status of our own, with {@code extra} behind level, code and description. */
    public static Status of(StatusCode code, String description, Map<String, AmfValue> extra) {
        var properties = new LinkedHashMap<String, AmfValue>();
        String level = code.level().name().toLowerCase(Locale.ROOT);
        properties.put(LEVEL, new AmfValue.Text(level));
        properties.put(CODE, new AmfValue.Text(code.wireName()));
        properties.put(DESCRIPTION, new AmfValue.Text(description));
        extra.forEach(properties::putIfAbsent);
        return new Status(level, code.wireName(), description, properties);
    }

    public static Status of(StatusCode code, String description) {
        return of(code, description, Map.of());
    }

    /** Reads an information object; anything but an object gives a status without properties. */
    public static Status read(AmfValue value) {
        Map<String, AmfValue> properties = value.properties();
        return new Status(
                Properties.text(properties, LEVEL),
                Properties.text(properties, CODE),
                Properties.text(properties, DESCRIPTION),
                properties);
    }

    /** True if the peer reports a failure. */
    public boolean isError() {
        return level.equals("error");
    }

    public boolean is(StatusCode other) {
        return code.equals(other.wireName());
    }

    /** The object on the wire. */
    public AmfValue toValue() {
        return new AmfValue.Obj("", properties);
    }
}
