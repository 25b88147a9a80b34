package dev.headwater.media.playlist;

import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.Presentation;
import dev.headwater.media.segment.Rendition;
import dev.headwater.media.segment.Segment;
import dev.headwater.media.segment.SegmentPlan;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The playlist of one rendition's segments (RFC 8216, 4.3.3), with parts, blocking reload and delta updates where segments have
 * parts (draft-pantos-hls-rfc8216bis). Made for one answer.
 */
public final class MediaPlaylist {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Segments older than this many target durations may be left out of a delta update. */
    private static final int SKIP_TARGETS = 6;

    /** Parts are listed this many target durations back. */
    private static final int PART_TARGETS = 3;

    /** Players of whole segments stay behind the end by so many target durations (RFC 8216, 6.3.3). */
    private static final int HOLD_BACK_TARGETS = 3;

    /** Three would be the least; players of browsers stall less with a little more. */
    private static final double PART_HOLD_BACK = 3.5;

    private final Presentation presentation;
    private final Rendition rendition;
    private final Links links;
    private final Optional<Encryption> encryption;
    private final List<Segment> listed;
    private final StringBuilder text = new StringBuilder();

    /** @param encryption how segments are encrypted; empty if they are not */
    public MediaPlaylist(Presentation presentation, Rendition rendition, Links links, Optional<Encryption> encryption) {
        this.presentation = presentation;
        this.rendition = rendition;
        this.links = links;
        this.encryption = encryption;
        var all = rendition.segments();
        listed = all.subList(Math.max(0, all.size() - presentation.plan().listed()), all.size());
    }

    /**
     * Whether there are as many segments as a player of whole ones stays behind the end: who begins nearer to it stalls. One that lost older
     * segments grows no longer by waiting.
     */
    public static boolean isLongEnough(Rendition rendition) {
        long media =
                rendition.segments().stream().filter(segment -> !segment.gap()).count();
        return media >= HOLD_BACK_TARGETS || !rendition.complete();
    }

    /** Whether parts are listed: they are wanted, and frames are not too far apart for them. */
    public static boolean hasParts(SegmentPlan plan, Rendition rendition) {
        var media =
                rendition.segments().stream().filter(segment -> !segment.gap()).toList();
        return plan.partMs() > 0
                && plan.container() == Container.FMP4
                && (media.isEmpty() || !media.stream().allMatch(segment -> isInOnePiece(plan, segment)));
    }

    private boolean hasParts() {
        return hasParts(presentation.plan(), rendition);
    }

    /** As it is if its frames are too far apart for parts. */
    private static boolean isInOnePiece(SegmentPlan plan, Segment segment) {
        return segment.parts().size() == 1 && segment.durationMs() > plan.partMs();
    }

    /** @param delta whether the player has older segments already (6.2.5.1) */
    public String text(boolean delta) {
        int skipped = delta && hasParts() ? skippable() : 0;
        head(skipped > 0);
        if (skipped > 0) {
            text.append("#EXT-X-SKIP:SKIPPED-SEGMENTS=").append(skipped).append('\n');
        }
        var state = new State(skipped > 0 ? listed.get(skipped - 1) : null);
        for (Segment segment : listed.subList(skipped, listed.size())) {
            segment(segment, state);
        }
        rendition.growing().filter(growing -> hasParts()).ifPresent(growing -> {
            before(growing, state);
            parts(growing);
        });
        if (presentation.ended()) {
            text.append("#EXT-X-ENDLIST\n");
        } else if (hasParts()) {
            hint();
            reports();
        }
        return text.toString();
    }

    private void head(boolean delta) {
        var plan = presentation.plan();
        int version = delta || hasParts() ? 9 : plan.container() == Container.FMP4 ? 6 : 3;
        line("#EXTM3U\n#EXT-X-VERSION:%d\n#EXT-X-TARGETDURATION:%d", version, plan.targetSeconds());
        if (hasParts()) {
            double part = plan.partMs() / 1_000.0;
            line(
                    "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=%.1f,HOLD-BACK=%.1f,PART-HOLD-BACK=%.3f",
                    SKIP_TARGETS * (double) plan.targetSeconds(),
                    HOLD_BACK_TARGETS * (double) plan.targetSeconds(),
                    PART_HOLD_BACK * part);
            line("#EXT-X-PART-INF:PART-TARGET=%.3f", part);
        }
        line(
                "#EXT-X-MEDIA-SEQUENCE:%d",
                listed.isEmpty() ? rendition.nextNumber() : listed.getFirst().number());
        line("#EXT-X-DISCONTINUITY-SEQUENCE:%d", discontinuitySequence());
    }

    /** Of the first segment, its own discontinuity left out (RFC 8216, 6.2.2). */
    private long discontinuitySequence() {
        return Stream.concat(listed.stream(), rendition.growing().stream())
                .findFirst()
                .map(first -> first.discontinuities() - (first.discontinuity() ? 1 : 0))
                .orElse(0L);
    }

    /** How many of the listed segments end further back than players skip. */
    private int skippable() {
        long limitMs = SKIP_TARGETS * 1_000L * presentation.plan().targetSeconds();
        long backMs = rendition.growing().map(Segment::durationMs).orElse(0L);
        for (int i = listed.size() - 1; i >= 0; i--) {
            if (backMs > limitMs) {
                return i + 1;
            }
            backMs += listed.get(i).durationMs();
        }
        return 0;
    }

    /** What holds for segments until it is said anew. */
    private static final class State {
        private String map = "";
        private long key = -1;

        State(@Nullable Segment before) {
            if (before != null) {
                map = before.init().map(init -> init.id()).orElse("");
            }
        }
    }

    private void segment(Segment segment, State state) {
        before(segment, state);
        if (segment.gap()) {
            text.append("#EXT-X-GAP\n");
        } else if (hasParts() && isRecent(segment)) {
            parts(segment);
        }
        line("#EXTINF:%.3f,", segment.durationMs() / 1_000.0);
        text.append(address(segment)).append('\n');
    }

    /** What is encrypted depends on keys, too: the hash of what is within would not tell it. */
    private String address(Segment segment) {
        String name = new StreamFile.Whole(rendition.kind(), segment.number()).name();
        return segment.gap() || encryption.isPresent() ? links.segment(name) : links.segment(name, segment.hash());
    }

    private void before(Segment segment, State state) {
        if (segment.discontinuity()) {
            text.append("#EXT-X-DISCONTINUITY\n");
        }
        segment.init().filter(init -> !init.id().equals(state.map)).ifPresent(init -> {
            state.map = init.id();
            if (encryption.isPresent()) {
                text.append("#EXT-X-KEY:METHOD=NONE\n");
                state.key = -1;
            }
            line("#EXT-X-MAP:URI=\"%s\"", links.segment(new StreamFile.Init(rendition.kind(), init.id()).name()));
        });
        encryption.ifPresent(encrypted -> {
            long key = encrypted.keyOf(segment.number());
            if (key != state.key) {
                state.key = key;
                line("#EXT-X-KEY:METHOD=AES-128,URI=\"%s\"", links.segment(new StreamFile.Key(key).name()));
            }
        });
        line("#EXT-X-PROGRAM-DATE-TIME:%s", TIME.format(segment.begin()));
    }

    private boolean isRecent(Segment segment) {
        var newest = rendition.growing().orElse(rendition.segments().getLast());
        long backMs = newest.startMs() + newest.durationMs() - segment.startMs() - segment.durationMs();
        return backMs < PART_TARGETS * 1_000L * presentation.plan().targetSeconds();
    }

    private void parts(Segment segment) {
        if (isInOnePiece(presentation.plan(), segment)) {
            return;
        }
        var parts = segment.parts();
        for (int i = 0; i < parts.size(); i++) {
            line(
                    "#EXT-X-PART:DURATION=%.3f,URI=\"%s\"%s",
                    // a picture that stayed on; players refuse what is above PART-TARGET
                    Math.min(parts.get(i).durationMs(), presentation.plan().partMs()) / 1_000.0,
                    links.segment(new StreamFile.Piece(rendition.kind(), segment.number(), i).name()),
                    parts.get(i).isIndependent() ? ",INDEPENDENT=YES" : "");
        }
    }

    /** The part that comes next. */
    private void hint() {
        int part = rendition.growing().map(growing -> growing.parts().size()).orElse(0);
        line(
                "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"%s\"",
                links.segment(new StreamFile.Piece(rendition.kind(), rendition.nextNumber(), part).name()));
    }

    /** How far the other renditions are. */
    private void reports() {
        for (Rendition other : presentation.renditions()) {
            if (other.kind() != rendition.kind()) {
                var newest = newest(other);
                newest.ifPresent(segment -> line(
                        "#EXT-X-RENDITION-REPORT:URI=\"%s\",LAST-MSN=%d,LAST-PART=%d",
                        links.playlist(new StreamFile.Playlist(other.kind()).name()),
                        segment.number(),
                        segment.parts().size() - 1));
            }
        }
    }

    private static Optional<Segment> newest(Rendition rendition) {
        var all = new ArrayList<>(rendition.segments());
        rendition.growing().ifPresent(all::add);
        return all.reversed().stream()
                .filter(segment -> !segment.parts().isEmpty())
                .findFirst();
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is in a library that we do not have
    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
