package dev.headwater.testkit;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * A strict reader of live DASH manifests, written from ISO/IEC 23009-1 and from nothing of the product's: it complains of whatever a
 * player might stumble over with an {@link AssertionError}.
 *
 * @param start availabilityStartTime
 * @param location where the next one is
 */
public record DashManifest(boolean isLive, Instant start, String location, List<Period> periods) {
    private static final String NAMESPACE = "urn:mpeg:dash:schema:mpd:2011";

    public record Period(String id, long startMs, List<Track> tracks) {}

    /** @param initialization address of the init segment */
    public record Track(String kind, String codecs, long bandwidth, String initialization, List<Segment> segments) {}

    /**
     * @param mediaMs as its own bytes say
     * @param startMs the same, since {@code availabilityStartTime}
     */
    public record Segment(long number, long mediaMs, long startMs, long durationMs, String address) {}

    /** Reads a manifest as the server sent it. */
    public static DashManifest read(String xml) {
        var root = root(xml);
        require(root.getNamespaceURI().equals(NAMESPACE) && root.getLocalName().equals("MPD"), "no MPD");
        require(
                root.getAttribute("profiles").equals("urn:mpeg:dash:profile:isoff-live:2011"),
                "not of the live profile");
        boolean isLive = attribute(root, "type").equals("dynamic");
        for (var time : List.of("minBufferTime", "maxSegmentDuration", "timeShiftBufferDepth")) {
            require(Duration.parse(attribute(root, time)).isPositive(), time + " is not positive");
        }
        Instant.parse(attribute(root, "publishTime"));
        require(root.hasAttribute("minimumUpdatePeriod") == isLive, "updates of " + attribute(root, "type"));
        require(root.hasAttribute("mediaPresentationDuration") != isLive, "an end of " + attribute(root, "type"));
        require(
                names(root).getFirst().equals("Location")
                        && names(root).getLast().equals("UTCTiming"),
                "order of elements");
        Instant.parse(attribute(children(root, "UTCTiming").getFirst(), "value"));
        var periods = new ArrayList<Period>();
        var ids = new HashSet<String>();
        for (var element : children(root, "Period")) {
            var period = period(element);
            require(ids.add(period.id()), "two periods " + period.id());
            require(periods.isEmpty() || periods.getLast().startMs() < period.startMs(), "periods in no order");
            periods.add(period);
        }
        require(!periods.isEmpty(), "no period");
        String location = children(root, "Location").getFirst().getTextContent();
        return new DashManifest(isLive, Instant.parse(attribute(root, "availabilityStartTime")), location, periods);
    }

    private static Period period(Element element) {
        long startMs = Duration.parse(attribute(element, "start")).toMillis();
        var tracks = children(element, "AdaptationSet").stream()
                .map(set -> track(set, startMs))
                .toList();
        require(!tracks.isEmpty(), "a period without media");
        var numbers = tracks.stream()
                .map(track -> track.segments().stream().map(Segment::number).toList())
                .distinct();
        require(numbers.count() == 1, "tracks of a period have different segments");
        return new Period(attribute(element, "id"), startMs, tracks);
    }

    private static Track track(Element set, long periodMs) {
        String kind = attribute(set, "contentType");
        require(attribute(set, "mimeType").equals(kind + "/mp4"), "type of " + kind);
        require(attribute(set, "segmentAlignment").equals("true"), "segments are not aligned");
        require(attribute(set, "startWithSAP").equals("1"), "segments start anywhere");
        var representation = children(set, "Representation").getFirst();
        if (kind.equals("audio")) {
            require(Integer.parseInt(attribute(representation, "audioSamplingRate")) > 0, "no rate");
        }
        var template = children(representation, "SegmentTemplate").getFirst();
        String media = attribute(template, "media");
        require(media.split("\\$Number\\$", -1).length == 2, "no number in " + media);
        return new Track(
                kind,
                attribute(representation, "codecs"),
                Long.parseLong(attribute(representation, "bandwidth")),
                attribute(template, "initialization").replace("$$", "$"),
                segments(template, media, periodMs));
    }

    private static List<Segment> segments(Element template, String media, long periodMs) {
        long timescale = Long.parseLong(attribute(template, "timescale"));
        long offset = Long.parseLong(attribute(template, "presentationTimeOffset"));
        long number = Long.parseLong(attribute(template, "startNumber"));
        long time = -1;
        var segments = new ArrayList<Segment>();
        for (var entry : children(children(template, "SegmentTimeline").getFirst(), "S")) {
            long start = entry.hasAttribute("t") ? Long.parseLong(entry.getAttribute("t")) : time;
            require(start >= Math.max(time, offset), "segment %d at %d, after %d".formatted(number, start, time));
            time = start;
            long duration = Long.parseLong(attribute(entry, "d"));
            require(duration > 0, "segment %d lasts %d".formatted(number, duration));
            int repeats = entry.hasAttribute("r") ? Integer.parseInt(entry.getAttribute("r")) : 0;
            for (int i = 0; i <= repeats; i++) {
                String address =
                        media.replace("$Number$", Long.toString(number)).replace("$$", "$");
                long startMs = periodMs + (time - offset) * 1_000 / timescale;
                long mediaMs = time * 1_000 / timescale;
                segments.add(new Segment(number++, mediaMs, startMs, duration * 1_000 / timescale, address));
                time += duration;
            }
        }
        require(!segments.isEmpty(), "no segment");
        return segments;
    }

    private static Element root(String xml) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var bytes = new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
            return factory.newDocumentBuilder().parse(bytes).getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError("not well formed:\n" + xml, e);
        }
    }

    private static String attribute(Element element, String name) {
        require(element.hasAttribute(name), element.getLocalName() + " without " + name);
        return element.getAttribute(name);
    }

    private static List<Element> elements(Element parent) {
        var elements = new ArrayList<Element>();
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static List<String> names(Element parent) {
        return elements(parent).stream().map(Element::getLocalName).toList();
    }

    private static List<Element> children(Element parent, String name) {
        return elements(parent).stream()
                .filter(child -> child.getLocalName().equals(name))
                .toList();
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new AssertionError(complaint);
        }
    }
}
