package dev.headwater.loadtest.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A media playlist (RFC 8216, 4.3.3), as far as a player looks.
 *
 * @param holdBackMs how far from its end playing begins
 * @param partHoldBackMs the same with parts; 0 without
 * @param canBlock whether a request may wait for what is not listed yet
 * @param segments in their order, the one that has only parts last
 */
record MediaPlaylist(
        long targetMs,
        long firstNumber,
        long holdBackMs,
        long partHoldBackMs,
        boolean canBlock,
        boolean ended,
        List<MediaSegment> segments) {
    private static final int MAX_SEGMENTS = 10_000;
    private static final int HOLD_BACK_TARGETS = 3;

    MediaPlaylist {
        segments = List.copyOf(segments);
    }

    static MediaPlaylist parse(String text) throws PlaylistException {
        return new Reader().read(text);
    }

    /** The number of the segment after the last complete one. */
    long nextNumber() {
        boolean growing = !segments.isEmpty() && !segments.getLast().isComplete();
        return firstNumber + segments.size() - (growing ? 1 : 0);
    }

    /** How many parts of {@link #nextNumber} are there. */
    int nextPart() {
        return segments.isEmpty() || segments.getLast().isComplete()
                ? 0
                : segments.getLast().parts().size();
    }

    static long millis(String seconds) throws PlaylistException {
        try {
            double value = Double.parseDouble(seconds);
            if (value >= 0 && value < 1e6) {
                return Math.round(value * 1_000);
            }
        } catch (NumberFormatException e) {
            // as any other that is none
        }
        throw new PlaylistException("'%s' are no seconds".formatted(seconds));
    }

    /** Reads line by line what stands before a segment, and then the segment. */
    private static final class Reader {
        private final List<MediaSegment> segments = new ArrayList<>();
        private final List<MediaSegment.Part> parts = new ArrayList<>();
        private Optional<String> map = Optional.empty();
        private long targetMs;
        private long firstNumber;
        private long holdBackMs;
        private long partHoldBackMs;
        private boolean canBlock;
        private boolean ended;
        private boolean encrypted;
        private boolean gap;
        private long durationMs;

        private MediaPlaylist read(String text) throws PlaylistException {
            var lines = text.lines().iterator();
            if (!lines.hasNext() || !lines.next().startsWith("#EXTM3U")) {
                throw new PlaylistException("no #EXTM3U");
            }
            while (lines.hasNext()) {
                line(lines.next());
            }
            if (targetMs == 0) {
                throw new PlaylistException("no target duration");
            }
            if (!parts.isEmpty()) {
                segment("");
            }
            long held = holdBackMs == 0 ? HOLD_BACK_TARGETS * targetMs : holdBackMs;
            return new MediaPlaylist(targetMs, firstNumber, held, partHoldBackMs, canBlock, ended, segments);
        }

        private void line(String line) throws PlaylistException {
            if (line.isBlank()) {
                return;
            }
            if (!line.startsWith("#")) {
                segment(line);
                return;
            }
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1);
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "#EXTINF" -> durationMs = millis(value.substring(0, end(value)));
                case "#EXT-X-PART" -> part(new Attributes(value));
                case "#EXT-X-TARGETDURATION" -> targetMs = millis(value);
                case "#EXT-X-MEDIA-SEQUENCE" -> firstNumber = number(value);
                case "#EXT-X-SERVER-CONTROL" -> control(new Attributes(value));
                case "#EXT-X-MAP" -> map = Optional.of(new Attributes(value).require("URI"));
                case "#EXT-X-KEY" ->
                    encrypted = !new Attributes(value).require("METHOD").equals("NONE");
                case "#EXT-X-GAP" -> gap = true;
                case "#EXT-X-ENDLIST" -> ended = true;
                default -> {} // of no interest
            }
        }

        private void control(Attributes control) throws PlaylistException {
            canBlock = control.isYes("CAN-BLOCK-RELOAD");
            holdBackMs = control.millis("HOLD-BACK");
            partHoldBackMs = control.millis("PART-HOLD-BACK");
        }

        private void part(Attributes part) throws PlaylistException {
            parts.add(new MediaSegment.Part(
                    part.require("URI"), part.millis("DURATION"), part.isYes("INDEPENDENT"), part.isYes("GAP")));
        }

        private void segment(String uri) throws PlaylistException {
            if (segments.size() == MAX_SEGMENTS) {
                throw new PlaylistException("more than %d segments".formatted(MAX_SEGMENTS));
            }
            segments.add(new MediaSegment(firstNumber + segments.size(), uri, durationMs, gap, encrypted, map, parts));
            parts.clear();
            gap = false;
            durationMs = 0;
        }

        private static int end(String duration) {
            int comma = duration.indexOf(',');
            return comma < 0 ? duration.length() : comma;
        }

        private static long number(String value) throws PlaylistException {
            try {
                return Long.parseUnsignedLong(value.strip());
            } catch (NumberFormatException e) {
                throw new PlaylistException("'%s' is no number".formatted(value));
            }
        }
    }
}
