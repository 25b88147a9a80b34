package dev.headwater.server.flv;

import dev.headwater.media.StreamKey;
import dev.headwater.media.flv.HevcTags;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request for FLV asks for.
 *
 * @param asked as the client named it: the name may be somebody's key
 * @param hevc the form of HEVC's tags ({@code ?hevc=legacy}); empty for that of the app
 */
record FlvWish(StreamKey asked, Tracks tracks, Optional<HevcTags> hevc) {
    static final String SUFFIX = ".flv";

    /** @throws IllegalArgumentException if it names no stream, or asks for what is not; quotes nothing */
    static FlvWish of(HttpServerRequest request) {
        var tracks = Tracks.of(request.getParam("only", ""));
        return new FlvWish(
                key(request),
                tracks.orElseThrow(() -> new IllegalArgumentException("only is audio or video")),
                hevc(request.getParam("hevc", "")));
    }

    /** As the client wrote it: what Vert.x makes of a path, StreamKey does itself. */
    static StreamKey key(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        return StreamKey.parse("", path.substring(0, path.length() - SUFFIX.length()));
    }

    private static Optional<HevcTags> hevc(String form) {
        return switch (form) {
            case "" -> Optional.empty();
            case "enhanced", "legacy" -> Optional.of(HevcTags.valueOf(form.toUpperCase(Locale.ROOT)));
            default -> throw new IllegalArgumentException("hevc is enhanced or legacy");
        };
    }
}
