package dev.headwater.loadtest.hls;

import java.util.List;
import java.util.Optional;

/**
 * A segment as a media playlist lists it.
 *
 * @param number its media sequence number
 * @param uri empty while only parts of it are there
 * @param map URI of the initialisation section
 * @param parts as far as they are listed
 */
record MediaSegment(
        long number,
        String uri,
        long durationMs,
        boolean gap,
        boolean encrypted,
        Optional<String> map,
        List<Part> parts) {
    MediaSegment {
        parts = List.copyOf(parts);
    }

    /** A partial segment (RFC 8216bis, 4.4.4.9). */
    record Part(String uri, long durationMs, boolean independent, boolean gap) {}

    boolean isComplete() {
        return !uri.isEmpty();
    }

    /** As long as is known so far. */
    long knownMs() {
        return isComplete()
                ? durationMs
                : parts.stream().mapToLong(Part::durationMs).sum();
    }
}
