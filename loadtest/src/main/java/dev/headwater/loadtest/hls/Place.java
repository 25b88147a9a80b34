package dev.headwater.loadtest.hls;

import java.net.URI;
import java.net.URISyntaxException;

/** Where something is at the server that is played from. */
record Place(URI uri) {
    Place(String url) throws PlaylistException {
        this(parse(url));
    }

    /** What a reference in the document at this place means. */
    Place at(String reference) throws PlaylistException {
        var there = uri.resolve(parse(reference));
        if (!uri.getRawAuthority().equals(there.getRawAuthority())) {
            throw new PlaylistException("'%s' is at another server".formatted(reference));
        }
        return new Place(there);
    }

    /** Path and query, as a request has them. */
    String path() {
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
    }

    /** The same with one more argument. */
    String path(String argument) {
        return path() + (uri.getRawQuery() == null ? "?" : "&") + argument;
    }

    private static URI parse(String text) throws PlaylistException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new PlaylistException("'%s' is no URI".formatted(text));
        }
    }
}
