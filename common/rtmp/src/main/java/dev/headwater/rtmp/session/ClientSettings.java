package dev.headwater.rtmp.session;

import dev.headwater.rtmp.amf.AmfValue;
import java.util.Map;

/**
 * How a client session introduces itself.
 *
 * @param extra further properties of the connect object
 * @param digest true for the digest handshake, false for the simple one
 */
public record ClientSettings(
        String app,
        String tcUrl,
        String flashVer,
        Map<String, AmfValue> extra,
        int chunkSize,
        int windowBytes,
        boolean digest) {}
