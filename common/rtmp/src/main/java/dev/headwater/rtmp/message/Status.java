package dev.headwater.rtmp.message;

import dev.headwater.rtmp.amf.AmfValue;
import java.util.Map;

/**
 * The information object of an {@code onStatus}, {@code _result} or {@code _error}, as received.
 *
 * @param code as on the wire, e.g. {@code NetStream.Play.Start}; empty when the peer sent none
 * @param level {@code status}, {@code warning} or {@code error}; empty when the peer sent none
 * @param properties everything in the object, these three included
 */
public record Status(String level, String code, String description, Map<String, AmfValue> properties) {
    /** True if the peer reports a failure. */
    public boolean isError() {
        return level.equals("error");
    }
}
