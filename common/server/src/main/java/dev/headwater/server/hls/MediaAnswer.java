package dev.headwater.server.hls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Answers with a playlist or a file: ranges, tags, and how long copies of it are good (RFC 9110, RFC 9111). */
final class MediaAnswer {
    static final String PLAYLIST_TYPE = "application/vnd.apple.mpegurl";

    /** For who names a part of a file; several parts at once are answered with the whole. */
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private MediaAnswer() {}

    /**
     * Answers with a text that is true now.
     *
     * @param cacheControl how long
     * @return bytes that go to the client
     */
    static int text(HttpServerRequest request, String type, Text text, String cacheControl, Delivery delivery) {
        String etag = text.etag();
        var response =
                request.response().putHeader(HttpHeaders.ETAG, etag).putHeader(HttpHeaders.CACHE_CONTROL, cacheControl);
        response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING); // beside what CORS says
        if (isKnown(request, etag)) {
            response.setStatusCode(304).end();
            return 0;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, type);
        if (text.isWorthCompressing() && takesGzip(request)) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            return end(request, Unpooled.wrappedBuffer(text.compressed()), delivery);
        }
        return end(request, Unpooled.wrappedBuffer(text.plain()), delivery);
    }

    private static boolean takesGzip(HttpServerRequest request) {
        String accepted = Objects.requireNonNullElse(request.getHeader(HttpHeaders.ACCEPT_ENCODING), "");
        for (String coding : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            String name = coding.strip();
            if (name.equals("gzip") || (name.startsWith("gzip;") && !name.matches("gzip; *q=0(\\.0*)?"))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Answers with bytes.
     *
     * @param etag the same for the same bytes on all nodes
     * @return bytes that go to the client
     */
    static int file(
            HttpServerRequest request,
            String type,
            String etag,
            String cacheControl,
            List<byte[]> pieces,
            Delivery delivery) {
        var response = request.response()
                .putHeader(HttpHeaders.ETAG, etag)
                .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl)
                .putHeader(HttpHeaderNames.ACCEPT_RANGES, "bytes");
        if (isKnown(request, etag)) {
            response.setStatusCode(304).end();
            return 0;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, type);
        var whole = Unpooled.wrappedBuffer(pieces.toArray(byte[][]::new));
        int length = whole.readableBytes();
        var range = range(request, etag);
        if (range.isEmpty()) {
            return end(request, whole, delivery);
        }
        String from = range.get().group(1);
        String to = range.get().group(2);
        long first = from.isEmpty() ? Math.max(0, length - Long.parseLong(to)) : Long.parseLong(from);
        long last = from.isEmpty() || to.isEmpty() ? length - 1L : Math.min(Long.parseLong(to), length - 1L);
        if (first >= length) {
            response.setStatusCode(416)
                    .putHeader(HttpHeaderNames.CONTENT_RANGE, "bytes */" + length)
                    .end();
            return 0;
        }
        response.setStatusCode(206)
                .putHeader(HttpHeaderNames.CONTENT_RANGE, "bytes %d-%d/%d".formatted(first, last, length));
        return end(request, whole.slice((int) first, (int) (last - first + 1)), delivery);
    }

    /** What is asked for of it; empty for the whole, as where it is no range, or nothing is fetched (RFC 9110, 14.1.1 and 14.2). */
    private static Optional<MatchResult> range(HttpServerRequest request, String etag) {
        String wanted = request.getHeader(HttpHeaderNames.RANGE);
        String only = request.getHeader(HttpHeaderNames.IF_RANGE);
        if (wanted == null || !request.method().equals(HttpMethod.GET) || (only != null && !only.equals(etag))) {
            return Optional.empty();
        }
        var range = RANGE.matcher(wanted);
        return range.matches() && isRange(range) ? Optional.of(range) : Optional.empty();
    }

    private static boolean isRange(MatchResult range) {
        String from = range.group(1);
        String to = range.group(2);
        return from.isEmpty() ? !to.isEmpty() : to.isEmpty() || Long.parseLong(from) <= Long.parseLong(to);
    }

    private static boolean isKnown(HttpServerRequest request, String etag) {
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known == null) {
            return false;
        }
        for (String tag : known.split(",", -1)) {
            String stripped = tag.strip();
            if (stripped.equals("*") || opaque(stripped).equals(opaque(etag))) {
                return true;
            }
        }
        return false;
    }

    /** What is compared of a tag (RFC 9110, 8.8.3.2). */
    private static String opaque(String etag) {
        return etag.startsWith("W/") ? etag.substring(2) : etag;
    }

    private static int end(HttpServerRequest request, ByteBuf body, Delivery delivery) {
        int length = body.readableBytes();
        var response = request.response().putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
            return 0;
        }
        delivery.send(request, body);
        return length;
    }
}
