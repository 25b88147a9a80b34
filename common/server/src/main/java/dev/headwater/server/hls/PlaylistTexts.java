package dev.headwater.server.hls;

import dev.headwater.media.playlist.Encryption;
import dev.headwater.media.playlist.Links;
import dev.headwater.media.playlist.MediaPlaylist;
import dev.headwater.media.segment.Presentation;
import dev.headwater.media.segment.Rendition;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The playlists of one presentation: each is written once, with marks where a player's own query belongs, since a thousand players
 * wait for the same moment. Where it has none, all get the same text. Thread-safe.
 */
final class PlaylistTexts {
    private static final String PLAYLIST_MARK = "\u0001";
    private static final String SEGMENT_MARK = "\u0002";
    private static final Links MARKS = new Links(PLAYLIST_MARK, SEGMENT_MARK);

    private final Presentation presentation;
    private final Optional<Encryption> encryption;
    private final ConcurrentMap<Form, String> marked = new ConcurrentHashMap<>();
    private final ConcurrentMap<Form, Text> shared = new ConcurrentHashMap<>();

    /**
     * A way of writing a playlist.
     *
     * @param whole without parts
     * @param delta without what the player has already
     */
    record Form(Rendition.Kind kind, boolean whole, boolean delta) {}

    PlaylistTexts(Presentation presentation, Optional<Encryption> encryption) {
        this.presentation = presentation;
        this.encryption = encryption;
    }

    Presentation presentation() {
        return presentation;
    }

    Text of(Rendition rendition, Links links, Form wanted) {
        String text = marked.computeIfAbsent(wanted, form -> text(rendition, form));
        return links.segmentQuery().isEmpty() && !text.contains(PLAYLIST_MARK)
                ? shared.computeIfAbsent(wanted, form -> new Text(filled(text, links)))
                : new Text(filled(text, links));
    }

    private static String filled(String text, Links links) {
        return text.replace(PLAYLIST_MARK, links.playlistQuery())
                .replace(SEGMENT_MARK + "&", links.segmentQueryAnd())
                .replace(SEGMENT_MARK, links.segmentQuery());
    }

    private String text(Rendition rendition, Form form) {
        var told = form.whole() ? presentation.inWholeSegments() : presentation;
        return new MediaPlaylist(told, rendition, MARKS, encryption).text(form.delta());
    }
}
