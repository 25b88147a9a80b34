package dev.headwater.testkit;

import java.util.Map;
import java.util.Optional;

/**
 * A master playlist of one variant, as a player reads it after RFC 8216, 4.3.4, and nothing else.
 *
 * @param variant attributes of {@code EXT-X-STREAM-INF}
 * @param uri of the variant
 * @param audio attributes of the rendition apart
 */
public record HlsMaster(Map<String, String> variant, String uri, Optional<Map<String, String>> audio) {
    private static final String MEDIA = "#EXT-X-MEDIA:";
    private static final String VARIANT = "#EXT-X-STREAM-INF:";

    /** @throws IllegalArgumentException with the rule that is broken */
    public static HlsMaster read(String text) {
        require(text.startsWith("#EXTM3U\n"), "4.3.1.1: does not begin with #EXTM3U");
        require(!text.contains("#EXTINF") && !text.contains("#EXT-X-MEDIA-SEQUENCE"), "4.1: tags of a media playlist");
        var lines = text.lines().toList();
        var audio = lines.stream()
                .filter(line -> line.startsWith(MEDIA))
                .map(line -> HlsPlaylist.attributes(line.substring(MEDIA.length())))
                .findFirst();
        var variants = lines.stream().filter(line -> line.startsWith(VARIANT)).toList();
        require(variants.size() == 1, "%d variants".formatted(variants.size()));
        var variant = HlsPlaylist.attributes(variants.getFirst().substring(VARIANT.length()));
        String uri = lines.stream()
                .skip(lines.indexOf(variants.getFirst()) + 1L)
                .findFirst()
                .orElse("");
        require(!uri.startsWith("#") && !uri.isEmpty(), "4.3.4.2: no address after EXT-X-STREAM-INF");
        require(variant.containsKey("BANDWIDTH"), "4.3.4.2: no BANDWIDTH");
        require(variant.containsKey("CODECS"), "4.3.4.2: no CODECS");
        audio.ifPresent(rendition -> {
            require("AUDIO".equals(rendition.get("TYPE")), "4.3.4.1: TYPE");
            require(rendition.containsKey("NAME"), "4.3.4.1: no NAME");
            require(
                    rendition.containsKey("URI"),
                    "4.3.4.2.1: the variant has no audio, nor has the rendition an address");
        });
        require(
                Optional.ofNullable(variant.get("AUDIO")).equals(audio.map(rendition -> rendition.get("GROUP-ID"))),
                "4.3.4.2: AUDIO names no group");
        return new HlsMaster(variant, uri, audio);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    public long number(String attribute) {
        return Long.parseLong(variant.getOrDefault(attribute, "-1"));
    }
}
