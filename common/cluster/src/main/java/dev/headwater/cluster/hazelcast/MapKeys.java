package dev.headwater.cluster.hazelcast;

import dev.headwater.media.StreamKey;

/** A stream's key in the map: {@code app//name}. A key's parts may hold single slashes and never two in a row. */
final class MapKeys {
    private static final String SEPARATOR = "//";

    private MapKeys() {}

    static String of(StreamKey key) {
        return key.app() + SEPARATOR + key.name();
    }

    static StreamKey parse(String mapKey) {
        int at = mapKey.indexOf(SEPARATOR);
        return new StreamKey(mapKey.substring(0, at), mapKey.substring(at + SEPARATOR.length()));
    }
}
