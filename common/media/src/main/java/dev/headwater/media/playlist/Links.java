package dev.headwater.media.playlist;

/**
 * What addresses in a playlist carry besides names.
 *
 * @param playlistQuery of playlists, with its {@code ?}, or empty: whose session it is, and what lets it in
 * @param segmentQuery of segments, the same; empty where everybody may have them, so that one copy serves all
 */
public record Links(String playlistQuery, String segmentQuery) {
    /** Names alone. */
    public static final Links PLAIN = new Links("", "");

    String playlist(String name) {
        return name + playlistQuery;
    }

    String segment(String name) {
        return name + segmentQuery;
    }

    /** @param hash of what is under the name now, so that copies of what was under it before are not taken for it */
    String segment(String name, String hash) {
        return name + segmentQueryAnd() + "v=" + hash;
    }

    /** Of segments, ready for one more pair. */
    public String segmentQueryAnd() {
        return segmentQuery.isEmpty() ? "?" : segmentQuery + "&";
    }
}
