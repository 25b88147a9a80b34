package dev.headwater.testkit;

import dev.headwater.testkit.HlsPlaylist.Part;
import dev.headwater.testkit.HlsPlaylist.Segment;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What RFC 8216 and draft-pantos-hls-rfc8216bis demand of a media playlist and of its reloads. Give it each playlist that a player
 * reads, in order.
 */
public final class HlsRules {
    private static final double LEAST_OF_PART = 0.85;

    private final Set<String> broken = new LinkedHashSet<>();
    private final HashMap<Long, Segment> seen = new HashMap<>();
    private @Nullable HlsPlaylist before;

    /** The rules that were broken so far, in words. */
    public Set<String> broken() {
        return broken;
    }

    public HlsPlaylist read(String text) {
        HlsPlaylist playlist;
        try {
            playlist = HlsPlaylist.read(text);
        } catch (RuntimeException e) {
            broken.add(e + " in\n" + text);
            throw e;
        }
        alone(playlist);
        if (before != null) {
            after(before, playlist);
        }
        playlist.segments().forEach(segment -> seen.put(segment.number(), segment));
        before = playlist;
        return playlist;
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is in a library that we do not have
    private void check(boolean holds, String rule, Object... values) {
        if (!holds) {
            broken.add(rule.formatted(values));
        }
    }

    private void alone(HlsPlaylist playlist) {
        check(playlist.tags().containsKey("EXT-X-TARGETDURATION"), "4.3.3.1: no EXT-X-TARGETDURATION");
        long targetSeconds = playlist.number("EXT-X-TARGETDURATION");
        long version = playlist.number("EXT-X-VERSION");
        String map = "";
        for (Segment segment : playlist.segments()) {
            check(
                    Math.round(segment.durationMs() / 1_000.0) <= targetSeconds,
                    "4.3.3.1: segment %d lasts %d ms, target %d s",
                    segment.number(),
                    segment.durationMs(),
                    targetSeconds);
            check(segment.durationMs() > 0, "segment %d lasts nothing", segment.number());
            parts(playlist, segment);
            map = segment.map();
        }
        check(map.isEmpty() || version >= 6, "4.3.2.5: EXT-X-MAP in version %d", version);
        check(version >= 3, "4.3.2.1: EXTINF with a fraction in version %d", version);
        check(playlist.skipped() == 0 || version >= 9, "EXT-X-SKIP in version %d", version);
        control(playlist, targetSeconds);
    }

    private void parts(HlsPlaylist playlist, Segment segment) {
        if (segment.parts().isEmpty()) {
            return;
        }
        partsAlone(playlist, segment.parts(), true);
        long sum = segment.parts().stream().mapToLong(Part::durationMs).sum();
        check(
                Math.abs(sum - segment.durationMs()) <= segment.parts().size(),
                "parts of segment %d last %d ms, it lasts %d",
                segment.number(),
                sum,
                segment.durationMs());
    }

    private void partsAlone(HlsPlaylist playlist, List<Part> parts, boolean whole) {
        double target = Double.parseDouble(playlist.attribute("EXT-X-PART-INF", "PART-TARGET")) * 1_000;
        for (int i = 0; i < parts.size(); i++) {
            long ms = parts.get(i).durationMs();
            check(ms <= target, "4.4.3.7: a part of %d ms, target %.0f", ms, target);
            boolean last = whole && i == parts.size() - 1;
            check(last || ms >= LEAST_OF_PART * target, "4.4.4.9: a part of %d ms, target %.0f", ms, target);
        }
    }

    private void control(HlsPlaylist playlist, long targetSeconds) {
        if (!playlist.hasParts()) {
            check(playlist.trailing().isEmpty(), "parts without EXT-X-PART-INF");
            return;
        }
        partsAlone(playlist, playlist.trailing(), playlist.ended());
        double target = Double.parseDouble(playlist.attribute("EXT-X-PART-INF", "PART-TARGET"));
        check(number(playlist, "PART-HOLD-BACK") >= 2 * target, "4.4.3.8: PART-HOLD-BACK is under two part targets");
        check(number(playlist, "HOLD-BACK") >= 3 * targetSeconds, "4.4.3.8: HOLD-BACK is under three target durations");
        check(number(playlist, "CAN-SKIP-UNTIL") >= 6 * targetSeconds, "4.4.3.8: CAN-SKIP-UNTIL is under six targets");
        check("YES".equals(playlist.attribute("EXT-X-SERVER-CONTROL", "CAN-BLOCK-RELOAD")), "no blocking reload");
        check(playlist.ended() || playlist.hint().isPresent(), "no EXT-X-PRELOAD-HINT");
        check(
                playlist.parts().stream()
                        .map(Part::uri)
                        .noneMatch(part -> playlist.hint().stream().anyMatch(part::equals)),
                "4.4.5.3: EXT-X-PRELOAD-HINT of a part that is there");
        check(
                playlist.skipped() == 0 || playlist.durationMs() >= 1_000 * number(playlist, "CAN-SKIP-UNTIL"),
                "6.2.5.1: a segment within the skip boundary is skipped");
        check(
                playlist.segments().stream().allMatch(segment -> segment.time().isPresent()),
                "a segment without EXT-X-PROGRAM-DATE-TIME");
    }

    private static double number(HlsPlaylist playlist, String attribute) {
        return Double.parseDouble(playlist.attribute("EXT-X-SERVER-CONTROL", attribute));
    }

    private void after(HlsPlaylist old, HlsPlaylist now) {
        check(
                now.number("EXT-X-MEDIA-SEQUENCE") >= old.number("EXT-X-MEDIA-SEQUENCE"),
                "6.2.2: media sequence went from %d to %d",
                old.number("EXT-X-MEDIA-SEQUENCE"),
                now.number("EXT-X-MEDIA-SEQUENCE"));
        check(now.lastNumber() >= old.lastNumber(), "segments disappeared from the end");
        check(now.targetMs() == old.targetMs(), "4.3.3.1: target duration changed");
        check(
                now.number("EXT-X-DISCONTINUITY-SEQUENCE") >= old.number("EXT-X-DISCONTINUITY-SEQUENCE"),
                "6.2.2: discontinuity sequence went back");
        check(
                now.number("EXT-X-MEDIA-SEQUENCE") == old.number("EXT-X-MEDIA-SEQUENCE")
                        || now.skipped() > 0
                        || now.durationMs() >= 3 * now.targetMs(),
                "6.2.2: segments removed from a playlist that is shorter than three target durations");
        hinted(old, now);
        check(!old.ended() || now.lastNumber() == old.lastNumber(), "6.2.1: segments after EXT-X-ENDLIST");
        for (Segment segment : now.segments()) {
            var known = seen.get(segment.number());
            if (known != null) {
                same(known, segment);
            }
        }
    }

    /** Of a playlist that was read soon enough to list what was there. */
    private void hinted(HlsPlaylist old, HlsPlaylist now) {
        var known = old.parts().stream().map(Part::uri).toList();
        var parts = now.parts().stream().map(Part::uri).toList();
        if (parts.stream().noneMatch(known::contains)) {
            return;
        }
        parts.stream()
                .skip(parts.lastIndexOf(known.getLast()) + 1L)
                .findFirst()
                .ifPresent(next -> check(
                        old.hint().stream().anyMatch(next::equals),
                        "4.4.5.3: the next part was %s, EXT-X-PRELOAD-HINT %s",
                        next,
                        old.hint()));
    }

    private void same(Segment known, Segment segment) {
        check(
                known.uri().equals(segment.uri())
                        && known.durationMs() == segment.durationMs()
                        && known.gap() == segment.gap()
                        && known.time().equals(segment.time()),
                "6.2.1: segment changed: %s, then %s",
                known,
                segment);
        check(
                known.discontinuity() == segment.discontinuity(),
                "6.2.2: segment %d was behind discontinuity %d, then %d",
                segment.number(),
                known.discontinuity(),
                segment.discontinuity());
    }
}
