package dev.headwater.media.playlist;

import dev.headwater.media.Codec;
import dev.headwater.media.FrameKind;
import dev.headwater.media.format.TrackFormat;
import dev.headwater.media.segment.InitFile;
import dev.headwater.media.segment.Presentation;
import dev.headwater.media.segment.Rendition;
import dev.headwater.media.segment.Segment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The DASH manifest of a stream (ISO/IEC 23009-1, profile isoff-live), over the segments that HLS has as well. Media times are milliseconds
 * of the stream's timeline; each period says when they are. Made for one answer.
 */
public final class Manifest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Players stay behind the newest segment by so many. */
    private static final int DELAY_SEGMENTS = 3;

    /** MPEG-1 audio has this rate and those above, MPEG-2 those below. */
    private static final int LOWEST_OF_MPEG_1 = 32_000;

    private final Presentation presentation;
    private final Periods periods;
    private final double picturesPerSecond;

    /** Numbers of the segments to list, by their period, the oldest first. */
    private final Map<Periods.Start, List<Long>> numbers = new LinkedHashMap<>();

    private final StringBuilder text = new StringBuilder();

    /**
     * @param periods that have {@linkplain Periods#seen seen} the presentation
     * @param picturesPerSecond 0 if unknown
     */
    public Manifest(Presentation presentation, Periods periods, double picturesPerSecond) {
        this.presentation = presentation;
        this.periods = periods;
        this.picturesPerSecond = picturesPerSecond;
        numbers(presentation)
                .forEach(number -> numbers.computeIfAbsent(periods.of(number), start -> new ArrayList<>())
                        .add(number));
    }

    /** Whether there is a segment to list: without one there is no manifest. */
    public static boolean isPossible(Presentation presentation) {
        return numbers(presentation).findAny().isPresent();
    }

    /**
     * Whether it lists as many segments as players stay behind the newest: one that is finished for the picture is listed when it is for the sound
     * too. One that lost older segments grows no longer by waiting.
     */
    public static boolean isLongEnough(Presentation presentation) {
        return numbers(presentation).count() >= DELAY_SEGMENTS
                || presentation.renditions().stream().anyMatch(rendition -> !rendition.complete());
    }

    /** Of the segments to list. */
    private static LongStream numbers(Presentation presentation) {
        long last = presentation.lastNumber();
        long first = Math.max(
                presentation.firstNumber(), last + 1 - presentation.plan().listed());
        return LongStream.rangeClosed(first, last).filter(number -> Periods.isListed(presentation, number));
    }

    /**
     * Writes it.
     *
     * @param folder where the segments are, seen from the manifest, with a slash at its end
     * @param location where the player finds the next manifest
     * @param now what the clocks of players are to be set by
     */
    public String text(String folder, Links links, String location, Instant now) {
        int segmentMs = presentation.plan().segmentMs();
        String kind = presentation.ended()
                ? "type=\"static\" mediaPresentationDuration=\"%s\"".formatted(Duration.ofMillis(endMs()))
                : "type=\"dynamic\" minimumUpdatePeriod=\"%s\" suggestedPresentationDelay=\"%s\""
                        .formatted(Duration.ofMillis(segmentMs), Duration.ofMillis((long) DELAY_SEGMENTS * segmentMs));
        text.append("""
                <?xml version="1.0" encoding="UTF-8"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011"
                  %s
                  availabilityStartTime="%s" publishTime="%s"
                  timeShiftBufferDepth="%s" maxSegmentDuration="%s" minBufferTime="%s">
                  <Location>%s</Location>
                """.formatted(
                        kind,
                        TIME.format(presentation.zero()),
                        TIME.format(now),
                        Duration.ofMillis((long) presentation.plan().listed() * segmentMs),
                        Duration.ofSeconds(presentation.plan().targetSeconds()),
                        Duration.ofMillis(segmentMs),
                        escaped(location)));
        numbers.forEach((start, listed) -> period(start, listed, folder, links));
        return text.append("""
                  <UTCTiming schemeIdUri="urn:mpeg:dash:utc:direct:2014" value="%s"/>
                </MPD>
                """.formatted(TIME.format(now))).toString();
    }

    private long endMs() {
        long last = presentation.lastNumber();
        var period = periods.of(last);
        return presentation.renditions().stream()
                .flatMap(rendition -> rendition.segment(last).stream())
                .mapToLong(segment -> period.sinceMs() - period.ms() + segment.startMs() + segment.durationMs())
                .max()
                .orElse(0);
    }

    private void period(Periods.Start start, List<Long> listed, String folder, Links links) {
        text.append(
                "  <Period id=\"%s\" start=\"%s\">\n".formatted(start.number(), Duration.ofMillis(start.sinceMs())));
        for (var rendition : presentation.renditions()) {
            var segments = listed.stream()
                    .flatMap(number -> Periods.finished(rendition, number).stream())
                    .toList();
            segments.stream()
                    .findFirst()
                    .flatMap(Segment::init)
                    .ifPresent(init -> set(start, rendition, init, segments, folder, links));
        }
        text.append("  </Period>\n");
    }

    private void set(
            Periods.Start start,
            Rendition rendition,
            InitFile init,
            List<Segment> segments,
            String folder,
            Links links) {
        var format = init.format();
        String kind = format.kind() == FrameKind.VIDEO ? "video" : "audio";
        String query = links.segment("");
        text.append("""
                <AdaptationSet contentType="%1$s" mimeType="%1$s/mp4" segmentAlignment="true" startWithSAP="1">
                  <Representation id="%1$s" bandwidth="%2$s" codecs="%3$s"%4$s>
            %5$s        <SegmentTemplate timescale="1000" presentationTimeOffset="%6$s" startNumber="%7$s"
                      initialization="%8$s"
                      media="%9$s">
                      <SegmentTimeline>
            %10$s          </SegmentTimeline>
                    </SegmentTemplate>
                  </Representation>
                </AdaptationSet>
            """.formatted(
                        kind,
                        bandwidth(segments),
                        codecs(format),
                        shape(format),
                        speakers(format),
                        start.ms(),
                        segments.getFirst().number(),
                        plain(folder + new StreamFile.Init(rendition.kind(), init.id()).name() + query),
                        plain(folder) + StreamFile.numbered(rendition.kind()) + plain(query),
                        timeline(segments)));
    }

    /** How many channels there are, if that is known. */
    private static String speakers(TrackFormat format) {
        return format.channels() == 0
                ? ""
                : """
                    <AudioChannelConfiguration schemeIdUri="%s" value="%s"/>
            """.formatted("urn:mpeg:dash:23003:3:audio_channel_configuration:2011", format.channels());
    }

    /** Pixels and pictures a second, or samples. */
    private String shape(TrackFormat format) {
        if (format.kind() == FrameKind.AUDIO) {
            return " audioSamplingRate=\"" + format.sampleRate() + '"';
        }
        String size = format.width() > 0 ? " width=\"" + format.width() + "\" height=\"" + format.height() + '"' : "";
        return picturesPerSecond > 0 ? size + " frameRate=\"" + frameRate() + '"' : size;
    }

    /** A whole number, or over 1001 as broadcast has it, whichever is nearer. */
    private String frameRate() {
        long whole = Math.max(1, Math.round(picturesPerSecond));
        boolean isBroadcast = whole - picturesPerSecond > whole / 2_002.0;
        return isBroadcast ? whole * 1_000 + "/1001" : Long.toString(whole);
    }

    /** The RFC 6381 name; that of MP3 is the one of its object type, which browsers know in MP4. */
    private static String codecs(TrackFormat format) {
        if (format.codec() != Codec.MP3) {
            return format.rfc6381();
        }
        return format.sampleRate() >= LOWEST_OF_MPEG_1 ? "mp4a.6B" : "mp4a.69";
    }

    /** Of the segment that has most. */
    private static long bandwidth(List<Segment> segments) {
        return segments.stream()
                .mapToLong(segment -> segment.bytes() * 8_000 / Math.max(1, segment.durationMs()))
                .max()
                .orElse(1);
    }

    private static String timeline(List<Segment> segments) {
        var entries = new StringBuilder();
        for (int from = 0, to; from < segments.size(); from = to) {
            long durationMs = segments.get(from).durationMs();
            to = from + 1;
            while (to < segments.size()
                    && follows(segments, to)
                    && segments.get(to).durationMs() == durationMs) {
                to++;
            }
            String start = from == 0 || !follows(segments, from)
                    ? "t=\"" + segments.get(from).startMs() + "\" "
                    : "";
            String repeated = to - from > 1 ? " r=\"" + (to - from - 1) + '"' : "";
            entries.append("            <S %sd=\"%s\"%s/>\n".formatted(start, durationMs, repeated));
        }
        return entries.toString();
    }

    private static boolean follows(List<Segment> segments, int at) {
        var before = segments.get(at - 1);
        return before.startMs() + before.durationMs() == segments.get(at).startMs();
    }

    /** As a template says what is no identifier of its own (5.3.9.4.4). */
    private static String plain(String address) {
        return escaped(address.replace("$", "$$"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
