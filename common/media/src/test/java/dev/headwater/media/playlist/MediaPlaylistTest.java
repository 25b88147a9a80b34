package dev.headwater.media.playlist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.ContentHash;
import dev.headwater.media.segment.Part;
import dev.headwater.media.segment.Rendition;
import dev.headwater.media.segment.Rendition.Kind;
import dev.headwater.media.segment.SegmentPlan;
import dev.headwater.media.segment.Segmenter;
import dev.headwater.media.segment.Source;
import dev.headwater.testkit.HlsPlaylist;
import dev.headwater.testkit.HlsRules;
import dev.headwater.testkit.Payloads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaPlaylistTest {
    private static final Instant ZERO = Instant.parse("2026-11-21T20:00:00Z");
    private static final SegmentPlan PARTS = new SegmentPlan(Container.FMP4, 2_000, 500, 8, 1 << 20);
    private static final SegmentPlan WHOLE = new SegmentPlan(Container.FMP4, 2_000, 0, 8, 1 << 20);
    private static final SegmentPlan TS = new SegmentPlan(Container.TS, 2_000, 0, 8, 1 << 20);

    private static Segmenter fed(SegmentPlan plan, long toMs) {
        return begun(plan, 500, toMs);
    }

    private static String text(Segmenter segmenter, Kind kind, Links links, boolean delta) {
        var presentation = segmenter.presentation();
        return new MediaPlaylist(presentation, presentation.rendition(kind).orElseThrow(), links, Optional.empty())
                .text(delta);
    }

    private static String hash(Segmenter segmenter, Kind kind, long number) {
        var parts = segmenter
                .presentation()
                .rendition(kind)
                .orElseThrow()
                .segment(number)
                .orElseThrow()
                .parts();
        return ContentHash.of(parts.stream().map(Part::bytes).toList());
    }

    @Test
    void aPlaylistOfTransportStreams() {
        var segmenter = fed(TS, 7_000);
        assertThat(text(segmenter, Kind.MAIN, new Links("?session=1", "?token=2"), false))
                .isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:3
                #EXT-X-TARGETDURATION:2
                #EXT-X-MEDIA-SEQUENCE:1
                #EXT-X-DISCONTINUITY-SEQUENCE:0
                #EXT-X-PROGRAM-DATE-TIME:2026-11-21T20:00:02.000Z
                #EXTINF:2.000,
                main-1.ts?token=2&v=%s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-21T20:00:04.000Z
                #EXTINF:2.000,
                main-2.ts?token=2&v=%s
                """.formatted(hash(segmenter, Kind.MAIN, 1), hash(segmenter, Kind.MAIN, 2)));
    }

    @Test
    void threeSegmentsAreEnoughToBeginWithAndFewerIfOlderOnesAreGone() {
        assertThat(MediaPlaylist.isLongEnough(main(TS, 7_000))).isFalse();
        assertThat(MediaPlaylist.isLongEnough(main(TS, 9_000))).isTrue();
        long bytes = main(TS, 9_000).segments().getFirst().bytes();
        var roomForTwo = new SegmentPlan(Container.TS, 2_000, 0, 8, 5 * bytes / 2);
        assertThat(MediaPlaylist.isLongEnough(main(roomForTwo, 7_000))).isFalse();
        assertThat(MediaPlaylist.isLongEnough(main(roomForTwo, 9_000))).isTrue();
    }

    private static Rendition main(SegmentPlan plan, long toMs) {
        return fed(plan, toMs).presentation().rendition(Kind.MAIN).orElseThrow();
    }

    /** As a balancer spreads the requests of one player. */
    @ParameterizedTest
    @ValueSource(strings = {"TS", "FMP4"})
    void playlistsOfTwoNodesAreOneOnceBothListAsManySegments(Container container) {
        var plan = container == Container.TS ? TS : PARTS;
        var kind = container == Container.TS ? Kind.MAIN : Kind.VIDEO;
        var nodes = List.of(begun(plan, 0, 40_000), begun(plan, 20_500, 40_000));
        var rules = new HlsRules();
        for (long ms = 40_000; ms < 80_000; ms += 1_000) {
            var frames = Source.of(2_000).frames(ms, ms + 1_000);
            nodes.forEach(node -> frames.forEach(node::add));
            rules.read(text(nodes.get((int) (ms / 1_000 % 2)), kind, Links.PLAIN, false));
        }
        assertThat(rules.broken()).isEmpty();
    }

    private static Segmenter begun(SegmentPlan plan, long fromMs, long toMs) {
        var segmenter = new Segmenter(plan, ZERO, 0);
        Source.of(2_000).headers().forEach(segmenter::add);
        Source.of(2_000).frames(fromMs, toMs).forEach(segmenter::add);
        return segmenter;
    }

    @Test
    void aPlaylistWithParts() {
        var segmenter = fed(PARTS, 4_650);
        var init = segmenter
                .presentation()
                .rendition(Kind.VIDEO)
                .orElseThrow()
                .segments()
                .getFirst()
                .init();
        assertThat(text(segmenter, Kind.VIDEO, new Links("?session=1", ""), false))
                .isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:9
                #EXT-X-TARGETDURATION:2
                #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.0,HOLD-BACK=6.0,PART-HOLD-BACK=1.750
                #EXT-X-PART-INF:PART-TARGET=0.500
                #EXT-X-MEDIA-SEQUENCE:1
                #EXT-X-DISCONTINUITY-SEQUENCE:0
                #EXT-X-MAP:URI="video-init-%s.mp4"
                #EXT-X-PROGRAM-DATE-TIME:2026-11-21T20:00:02.000Z
                #EXT-X-PART:DURATION=0.480,URI="video-1.0.m4s",INDEPENDENT=YES
                #EXT-X-PART:DURATION=0.480,URI="video-1.1.m4s"
                #EXT-X-PART:DURATION=0.480,URI="video-1.2.m4s"
                #EXT-X-PART:DURATION=0.480,URI="video-1.3.m4s"
                #EXT-X-PART:DURATION=0.080,URI="video-1.4.m4s"
                #EXTINF:2.000,
                video-1.m4s?v=%s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-21T20:00:04.000Z
                #EXT-X-PART:DURATION=0.480,URI="video-2.0.m4s",INDEPENDENT=YES
                #EXT-X-PRELOAD-HINT:TYPE=PART,URI="video-2.1.m4s"
                #EXT-X-RENDITION-REPORT:URI="audio.m3u8?session=1",LAST-MSN=2,LAST-PART=0
                """.formatted(init.orElseThrow().id(), hash(segmenter, Kind.VIDEO, 1)));
    }

    static Stream<SegmentPlan> plans() {
        return Stream.of(PARTS, WHOLE, TS);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void everyReloadObeysTheRules(SegmentPlan plan) {
        var segmenter = new Segmenter(plan, ZERO, 0);
        var rules = new EnumMap<Kind, HlsRules>(Kind.class);
        for (var frame : eventful()) {
            segmenter.add(frame);
            reload(segmenter, rules);
        }
        segmenter.end();
        reload(segmenter, rules);
        assertThat(rules).hasSize(plan.container() == Container.TS ? 1 : 2);
        assertThat(rules.values()).allSatisfy(rule -> assertThat(rule.broken()).isEmpty());
    }

    /** A minute with a key frame that is late, a leap, another codec and a sound that pauses. */
    private static List<MediaFrame> eventful() {
        var frames = new ArrayList<MediaFrame>(Source.of(2_000).headers());
        frames.addAll(Source.of(2_000).frames(500, 12_000));
        frames.addAll(Source.of(2_080).frames(12_000, 24_000));
        frames.addAll(Source.of(1_000).frames(29_000, 36_000));
        frames.add(MediaFrame.of(FrameKind.VIDEO, 36_000, Payloads.hevcSequenceHeader()));
        for (var frame : Source.of(1_000).frames(36_000, 50_000)) {
            if (frame.kind() == FrameKind.VIDEO) {
                frames.add(MediaFrame.of(
                        FrameKind.VIDEO,
                        frame.timestampMs(),
                        frame.isKeyFrame() ? Payloads.hevcKeyFrame(0) : Payloads.hevcInterFrame(0)));
            } else if (frame.timestampMs() < 40_000 || frame.timestampMs() > 44_000) {
                frames.add(frame);
            }
        }
        return frames;
    }

    private static void reload(Segmenter segmenter, Map<Kind, HlsRules> rules) {
        for (Rendition rendition : segmenter.presentation().renditions()) {
            if (!rendition.segments().isEmpty()) {
                rules.computeIfAbsent(rendition.kind(), kind -> new HlsRules())
                        .read(text(segmenter, rendition.kind(), Links.PLAIN, false));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 1_000})
    void picturesTooFarApartForPartsHaveNone(int stepMs) {
        var segmenter = new Segmenter(PARTS, ZERO, 0);
        var rules = new EnumMap<Kind, HlsRules>(Kind.class);
        Source.of(2_000).headers().forEach(segmenter::add);
        for (var frame : Source.of(2_000).frames(0, 20_000)) {
            if (frame.kind() == FrameKind.AUDIO || frame.timestampMs() % stepMs == 0) {
                segmenter.add(frame);
                reload(segmenter, rules);
            }
        }
        assertThat(text(segmenter, Kind.VIDEO, Links.PLAIN, false)).doesNotContain("-PART", "PRELOAD", "BLOCK-RELOAD");
        assertThat(text(segmenter, Kind.AUDIO, Links.PLAIN, false)).contains("-PART");
        assertThat(rules.values()).allSatisfy(rule -> assertThat(rule.broken()).isEmpty());
    }

    @Test
    void partOfAPictureThatStayedOnIsNotListedAsLongerThanPartsMayBe() {
        var segmenter = new Segmenter(PARTS, ZERO, 0);
        Source.of(2_000).headers().forEach(segmenter::add);
        for (var frame : Source.of(2_000).frames(0, 9_000)) {
            if (frame.kind() == FrameKind.AUDIO || frame.timestampMs() < 4_500 || frame.timestampMs() > 5_400) {
                segmenter.add(frame);
            }
        }
        var parts = HlsPlaylist.read(text(segmenter, Kind.VIDEO, Links.PLAIN, false)).segments().stream()
                .flatMap(segment -> segment.parts().stream())
                .toList();
        assertThat(parts).isNotEmpty().allMatch(part -> part.durationMs() <= 500);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void playlistsOfATrackThatIsGoneObeyTheRulesToo(SegmentPlan plan) {
        var segmenter = new Segmenter(plan, ZERO, 0);
        var rules = new EnumMap<Kind, HlsRules>(Kind.class);
        var frames = new ArrayList<MediaFrame>(Source.of(2_000).headers());
        frames.addAll(Source.of(2_000).frames(500, 10_001));
        frames.addAll(new Source(2_000, false, true).frames(10_001, 31_000));
        frames.addAll(Source.of(2_000).frames(31_000, 40_000));
        frames.addAll(new Source(2_000, true, false).frames(40_000, 60_000));
        for (var frame : frames) {
            segmenter.add(frame);
            reload(segmenter, rules);
        }
        assertThat(rules.values()).allSatisfy(rule -> assertThat(rule.broken()).isEmpty());
    }

    @Test
    void aDeltaUpdateLeavesOutWhatIsOlderThanItMust() {
        var segmenter = fed(PARTS, 20_000);
        var whole = HlsPlaylist.read(text(segmenter, Kind.VIDEO, Links.PLAIN, false));
        var delta = new HlsRules().read(text(segmenter, Kind.VIDEO, Links.PLAIN, true));
        assertThat(delta.skipped()).isPositive();
        assertThat(whole.segments()).hasSize(8);
        assertThat(delta.segments().getFirst().number())
                .isEqualTo(whole.segments().getFirst().number() + delta.skipped());
        assertThat(delta.segments().stream()
                        .mapToLong(HlsPlaylist.Segment::durationMs)
                        .sum())
                .isGreaterThanOrEqualTo(12_000 - 2_000);
    }

    @Test
    void keysAreNamedOnceForAllTheirSegments() {
        var presentation = fed(TS, 17_000).presentation();
        var text = new MediaPlaylist(
                        presentation,
                        presentation.rendition(Kind.MAIN).orElseThrow(),
                        new Links("", "?token=1"),
                        Optional.of(new Encryption(3)))
                .text(false);
        assertThat(text.lines().filter(line -> line.startsWith("#EXT-X-KEY")))
                .containsExactly(
                        "#EXT-X-KEY:METHOD=AES-128,URI=\"key-0?token=1\"",
                        "#EXT-X-KEY:METHOD=AES-128,URI=\"key-1?token=1\"",
                        "#EXT-X-KEY:METHOD=AES-128,URI=\"key-2?token=1\"");
    }

    @Test
    void addressOfEncryptedSegmentsTellsNothingOfWhatIsWithin() {
        var presentation = fed(TS, 7_000).presentation();
        var main = presentation.rendition(Kind.MAIN).orElseThrow();
        var text = new MediaPlaylist(presentation, main, Links.PLAIN, Optional.of(new Encryption(3))).text(false);
        assertThat(text.lines()).contains("main-1.ts", "main-2.ts");
    }

    @Test
    void otherContentUnderAKnownNameHasAnotherAddress() {
        var today = new Segmenter(TS, ZERO, 0);
        Source.of(2_000).headers().forEach(today::add);
        Source.of(1_000).frames(500, 7_000).forEach(today::add);
        assertThat(hash(today, Kind.MAIN, 1)).matches("[0-9a-f]{8}").isNotEqualTo(hash(fed(TS, 7_000), Kind.MAIN, 1));
        assertThat(hash(fed(TS, 9_000), Kind.MAIN, 1)).isEqualTo(hash(fed(TS, 7_000), Kind.MAIN, 1));
    }

    @Test
    void theMasterPlaylistTellsWhatToExpect() {
        var presentation = fed(PARTS, 5_000).presentation();
        var video = presentation.rendition(Kind.VIDEO).orElseThrow().formats().getFirst();
        var audio = presentation.rendition(Kind.AUDIO).orElseThrow().formats().getFirst();
        var master = new MasterPlaylist(PARTS, Optional.of(video), Optional.of(audio), 300_000, 400_000, 25, true);
        assertThat(master.text("one.hls/2000/", new Links("?session=1", "")))
                .isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:6
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="default",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="%d",URI="one.hls/2000/audio.m3u8?session=1"
                #EXT-X-STREAM-INF:BANDWIDTH=400000,AVERAGE-BANDWIDTH=300000,CODECS="avc1.64000d,mp4a.40.2",RESOLUTION=320x180,FRAME-RATE=25.000,AUDIO="audio"
                one.hls/2000/video.m3u8?session=1
                """.formatted(audio.channels()));
    }

    @Test
    void filesAreReadAsTheyAreNamed() {
        for (var file : List.of(
                new StreamFile.Playlist(Kind.AUDIO),
                new StreamFile.Init(Kind.VIDEO, "00ff"),
                new StreamFile.Whole(Kind.VIDEO, 17),
                new StreamFile.Whole(Kind.MAIN, 17),
                new StreamFile.Piece(Kind.AUDIO, 17, 3),
                new StreamFile.Key(3))) {
            assertThat(StreamFile.read(file.name())).as(file.name()).contains(file);
        }
        assertThat(new StreamFile.Piece(Kind.AUDIO, 17, 3).name()).isEqualTo("audio-17.3.m4s");
    }

    @Test
    void otherNamesAreNoFiles() {
        for (var other : List.of(
                "",
                "video",
                "video-.m4s",
                "video--1.m4s",
                "video-01.m4s",
                "video-1.ts",
                "main-1.m4s",
                "../video.m3u8",
                "video-1.m4s/",
                "key-",
                "video-1.2.ts")) {
            assertThat(StreamFile.read(other)).as(other).isEmpty();
        }
    }
}
