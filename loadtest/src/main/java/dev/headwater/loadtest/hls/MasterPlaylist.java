package dev.headwater.loadtest.hls;

import java.util.List;
import java.util.Optional;

/**
 * What a player takes of a master playlist (RFC 8216, 4.3.4): its first variant, and the sound that belongs to it.
 *
 * @param variant URI of a media playlist
 * @param audio the same of an audio rendition of its own
 */
record MasterPlaylist(String variant, Optional<String> audio) {
    private static final String VARIANT = "#EXT-X-STREAM-INF:";
    private static final String MEDIA = "#EXT-X-MEDIA:";

    /** Whether it names others; else it is a media playlist. */
    static boolean isMaster(String text) {
        return text.contains(VARIANT);
    }

    static MasterPlaylist parse(String text) throws PlaylistException {
        var lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().startsWith("#EXTM3U")) {
            throw new PlaylistException("no #EXTM3U");
        }
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).startsWith(VARIANT)) {
                var attributes = new Attributes(lines.get(i).substring(VARIANT.length()));
                return new MasterPlaylist(lines.get(i + 1), audio(lines, attributes.get("AUDIO")));
            }
        }
        throw new PlaylistException("no variant");
    }

    private static Optional<String> audio(List<String> lines, Optional<String> group) {
        return lines.stream()
                .filter(line -> line.startsWith(MEDIA))
                .map(line -> new Attributes(line.substring(MEDIA.length())))
                .filter(media -> media.get("TYPE").equals(Optional.of("AUDIO")))
                .filter(media -> group.isPresent() && media.get("GROUP-ID").equals(group))
                .flatMap(media -> media.get("URI").stream())
                .findFirst();
    }
}
