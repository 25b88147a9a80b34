package dev.headwater.testkit;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A media playlist as a player reads it, after RFC 8216 and draft-pantos-hls-rfc8216bis and nothing else. Times are in milliseconds.
 *
 * @param tags the tags that stand for the whole playlist, by name
 * @param skipped segments left out of a delta update
 * @param trailing parts after the last segment
 */
public record HlsPlaylist(
        Map<String, String> tags,
        int skipped,
        List<Segment> segments,
        List<Part> trailing,
        Optional<String> hint,
        List<Report> reports,
        boolean ended) {
    private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z0-9-]+)=(\"[^\"\r\n]*\"|[^\",\\s][^,]*)(?:,|$)");

    /**
     * @param discontinuity number of the discontinuity that it is behind, counted from the beginning of the stream
     * @param map address of its initialisation, empty if there is none
     * @param key address of what decrypts it, empty if it is not encrypted
     */
    public record Segment(
            long number,
            String uri,
            long durationMs,
            long discontinuity,
            boolean gap,
            Optional<Instant> time,
            String map,
            String key,
            List<Part> parts) {}

    public record Part(String uri, long durationMs, boolean independent) {}

    /** How far another rendition is: the newest part that it has. */
    public record Report(String uri, long segment, long part) {
        /** Whether all that a playlist of that rendition lists was there. */
        public boolean covers(HlsPlaylist other) {
            return segment > other.lastNumber() + 1
                    || (segment == other.lastNumber() + 1
                            && part >= other.trailing().size() - 1)
                    || (segment == other.lastNumber() && other.trailing().isEmpty());
        }

        /** Whether a playlist of that rendition lists that part, or a newer one. */
        public boolean isWithin(HlsPlaylist other) {
            return segment <= other.lastNumber()
                    || (segment == other.lastNumber() + 1
                            && part < other.trailing().size());
        }
    }

    /** @throws IllegalArgumentException with the line, if it is no playlist */
    public static HlsPlaylist read(String text) {
        return new Reader().read(text);
    }

    public long number(String tag) {
        return Long.parseLong(tags.getOrDefault(tag, "0"));
    }

    public boolean hasParts() {
        return tags.containsKey("EXT-X-PART-INF");
    }

    public long targetMs() {
        return number("EXT-X-TARGETDURATION") * 1_000;
    }

    /** An attribute of one of {@link #tags}. */
    public String attribute(String tag, String name) {
        return attributes(tags.getOrDefault(tag, "")).getOrDefault(name, "");
    }

    /** All that are listed, in order. */
    public List<Part> parts() {
        return Stream.concat(segments.stream().flatMap(segment -> segment.parts().stream()), trailing.stream())
                .toList();
    }

    /** How long what is listed lasts, skipped segments left out. */
    public long durationMs() {
        return segments.stream().mapToLong(Segment::durationMs).sum()
                + trailing.stream().mapToLong(Part::durationMs).sum();
    }

    public long lastNumber() {
        return segments.isEmpty()
                ? number("EXT-X-MEDIA-SEQUENCE") + skipped - 1
                : segments.getLast().number();
    }

    static Map<String, String> attributes(String list) {
        var attributes = new LinkedHashMap<String, String>();
        var match = ATTRIBUTE.matcher(list);
        int end = 0;
        while (match.find() && match.start() == end) {
            if (attributes.put(match.group(1), match.group(2).replace("\"", "")) != null) {
                throw new IllegalArgumentException("attribute twice: " + list);
            }
            end = match.end();
        }
        if (end != list.length()) {
            throw new IllegalArgumentException("attributes: " + list);
        }
        return attributes;
    }

    private static long ms(String seconds) {
        return new BigDecimal(seconds).movePointRight(3).longValueExact();
    }

    private static final class Reader {
        private final Map<String, String> tags = new LinkedHashMap<>();
        private final List<Segment> segments = new ArrayList<>();
        private List<Part> parts = new ArrayList<>();
        private final List<Report> reports = new ArrayList<>();
        private Optional<String> hint = Optional.empty();
        private Optional<Instant> time = Optional.empty();
        private long durationMs = -1;
        private long discontinuity;
        private boolean gap;
        private boolean ended;
        private int skipped;
        private String map = "";
        private String key = "";
        private boolean keyHasVector;

        HlsPlaylist read(String text) {
            if (!text.startsWith("#EXTM3U\n")) {
                throw new IllegalArgumentException("does not begin with #EXTM3U");
            }
            text.lines().skip(1).filter(line -> !line.isEmpty()).forEach(this::line);
            if (durationMs >= 0) {
                throw new IllegalArgumentException("EXTINF without an address");
            }
            return new HlsPlaylist(tags, skipped, segments, parts, hint, reports, ended);
        }

        private void line(String line) {
            if (!line.startsWith("#")) {
                segment(line);
            } else if (line.startsWith("#EXT")) {
                int colon = line.indexOf(':');
                tag(
                        line.substring(1, colon < 0 ? line.length() : colon),
                        colon < 0 ? "" : line.substring(colon + 1),
                        line);
            }
        }

        private void segment(String uri) {
            if (durationMs < 0) {
                throw new IllegalArgumentException("address without EXTINF: " + uri);
            }
            long number = Long.parseLong(tags.getOrDefault("EXT-X-MEDIA-SEQUENCE", "0")) + skipped + segments.size();
            segments.add(new Segment(number, uri, durationMs, discontinuity, gap, time, map, key, List.copyOf(parts)));
            parts = new ArrayList<>();
            durationMs = -1;
            gap = false;
            time = Optional.empty();
        }

        private static String attribute(Map<String, String> attributes, String name) {
            return Optional.ofNullable(attributes.get(name))
                    .orElseThrow(() -> new IllegalArgumentException("no " + name + " in " + attributes));
        }

        private void tag(String name, String value, String line) {
            switch (name) {
                case "EXTINF" -> durationMs = ms(value.substring(0, value.indexOf(',')));
                case "EXT-X-DISCONTINUITY" -> discontinuity++;
                case "EXT-X-GAP" -> gap = true;
                case "EXT-X-PROGRAM-DATE-TIME" -> time = Optional.of(Instant.parse(value));
                case "EXT-X-MAP" -> {
                    if (!key.isEmpty() && !keyHasVector) {
                        throw new IllegalArgumentException("4.3.2.5: a key without IV holds for " + line);
                    }
                    map = attribute(attributes(value), "URI");
                }
                case "EXT-X-KEY" -> {
                    var attributes = attributes(value);
                    if (attribute(attributes, "METHOD").equals("NONE") == attributes.containsKey("URI")) {
                        throw new IllegalArgumentException("key with a method and no address, or the reverse: " + line);
                    }
                    key = attributes.getOrDefault("URI", "");
                    keyHasVector = attributes.containsKey("IV");
                }
                case "EXT-X-PART" -> {
                    var part = attributes(value);
                    parts.add(new Part(
                            attribute(part, "URI"),
                            ms(attribute(part, "DURATION")),
                            "YES".equals(part.get("INDEPENDENT"))));
                }
                case "EXT-X-PRELOAD-HINT" -> hint = Optional.of(attribute(attributes(value), "URI"));
                case "EXT-X-RENDITION-REPORT" -> {
                    var report = attributes(value);
                    reports.add(new Report(
                            attribute(report, "URI"),
                            Long.parseLong(attribute(report, "LAST-MSN")),
                            Long.parseLong(attribute(report, "LAST-PART"))));
                }
                case "EXT-X-SKIP" -> skipped = Integer.parseInt(attribute(attributes(value), "SKIPPED-SEGMENTS"));
                case "EXT-X-ENDLIST" -> ended = true;
                default -> {
                    if (!segments.isEmpty() || tags.put(name, value) != null) {
                        throw new IllegalArgumentException("out of place: " + line);
                    }
                    if (name.equals("EXT-X-DISCONTINUITY-SEQUENCE")) {
                        discontinuity = Long.parseLong(value);
                    }
                }
            }
        }
    }
}
