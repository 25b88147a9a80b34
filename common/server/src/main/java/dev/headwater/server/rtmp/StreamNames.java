package dev.headwater.server.rtmp;

/** Names as clients send them, with a query that may hold a secret. */
final class StreamNames {
    private StreamNames() {}

    /** What follows the first {@code ?}; empty if there is none. Secret. */
    static String query(String name) {
        int mark = name.indexOf('?');
        return mark < 0 ? "" : name.substring(mark + 1);
    }
}
