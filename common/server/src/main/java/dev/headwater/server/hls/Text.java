package dev.headwater.server.hls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.media.segment.ContentHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A playlist or manifest as it goes to clients; compressed once, for however many it is. Thread-safe. */
final class Text {
    /** What fits into a packet is not: low-latency players ask four times a second, and most of what they get does. */
    private static final int LEAST_TO_COMPRESS = 1_400;

    private final byte[] plain;
    private volatile byte @Nullable [] compressed;

    Text(String text) {
        plain = text.getBytes(UTF_8);
    }

    byte[] plain() {
        return plain;
    }

    boolean isWorthCompressing() {
        return plain.length >= LEAST_TO_COMPRESS;
    }

    /** Whether it is compressed or not (RFC 9110, 8.8.3). */
    String etag() {
        return "W/\"" + ContentHash.of(List.of(plain)) + '"';
    }

    /** By gzip (RFC 1952). */
    byte[] compressed() {
        byte[] done = compressed;
        if (done == null) {
            var out = new ByteArrayOutputStream(plain.length / 4);
            try (var gzip = new QuickGzip(out)) {
                gzip.write(plain);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // to memory: never
            }
            done = out.toByteArray();
            compressed = done;
        }
        return done;
    }

    /** Half the time for a tenth more bytes: players of low latency have each a text of their own, and event loops write it. */
    private static final class QuickGzip extends GZIPOutputStream {
        QuickGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
