package dev.headwater.media.playlist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.format.ClipFrames;
import dev.headwater.media.segment.Container;
import dev.headwater.media.segment.Presentation;
import dev.headwater.media.segment.Rendition.Kind;
import dev.headwater.media.segment.SegmentPlan;
import dev.headwater.media.segment.Segmenter;
import dev.headwater.media.segment.Source;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.DashManifest;
import dev.headwater.testkit.DashManifest.Segment;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.FragmentedMp4;
import dev.headwater.testkit.Packet;
import dev.headwater.testkit.Packet.Medium;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ManifestTest {
    private static final Instant ZERO = Instant.parse("2026-11-21T20:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-21T20:01:00.5Z");
    private static final SegmentPlan PLAN = new SegmentPlan(Container.FMP4, 2_000, 500, 8, 1 << 20);
    private static final Source SOURCE = Source.of(2_000);

    @TempDir
    private Path folder;

    @Test
    void aManifest() {
        var segmenter = fed(500, 9_000);
        var renditions = segmenter.presentation().renditions();
        var inits = renditions.stream()
                .map(one -> one.segments().getFirst().init().orElseThrow().id())
                .toList();
        var text = new Manifest(segmenter.presentation(), Periods.UNSEEN.seen(segmenter.presentation()), 25)
                .text("a&b.hls/2000/", new Links("?session=1", "?token=$2&x"), "a.mpd?session=1", NOW);
        var bandwidths = DashManifest.read(text).periods().getFirst().tracks().stream()
                .map(DashManifest.Track::bandwidth)
                .toList();
        assertThat(text).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011"
                  type="dynamic" minimumUpdatePeriod="PT2S" suggestedPresentationDelay="PT6S"
                  availabilityStartTime="2026-11-21T20:00:00.000Z" publishTime="2026-11-21T20:01:00.500Z"
                  timeShiftBufferDepth="PT16S" maxSegmentDuration="PT2S" minBufferTime="PT2S">
                  <Location>a.mpd?session=1</Location>
                  <Period id="0" start="PT0S">
                    <AdaptationSet contentType="video" mimeType="video/mp4" segmentAlignment="true" startWithSAP="1">
                      <Representation id="video" bandwidth="%d" codecs="avc1.64000d" width="320" height="180" frameRate="25">
                        <SegmentTemplate timescale="1000" presentationTimeOffset="0" startNumber="1"
                          initialization="a&amp;b.hls/2000/video-init-%s.mp4?token=$$2&amp;x"
                          media="a&amp;b.hls/2000/video-$Number$.m4s?token=$$2&amp;x">
                          <SegmentTimeline>
                            <S t="2000" d="2000" r="2"/>
                          </SegmentTimeline>
                        </SegmentTemplate>
                      </Representation>
                    </AdaptationSet>
                    <AdaptationSet contentType="audio" mimeType="audio/mp4" segmentAlignment="true" startWithSAP="1">
                      <Representation id="audio" bandwidth="%d" codecs="mp4a.40.2" audioSamplingRate="44100">
                        <AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="2"/>
                        <SegmentTemplate timescale="1000" presentationTimeOffset="0" startNumber="1"
                          initialization="a&amp;b.hls/2000/audio-init-%s.mp4?token=$$2&amp;x"
                          media="a&amp;b.hls/2000/audio-$Number$.m4s?token=$$2&amp;x">
                          <SegmentTimeline>
                            <S t="2005" d="2005"/>
                            <S d="2006"/>
                            <S d="1984"/>
                          </SegmentTimeline>
                        </SegmentTemplate>
                      </Representation>
                    </AdaptationSet>
                  </Period>
                  <UTCTiming schemeIdUri="urn:mpeg:dash:utc:direct:2014" value="2026-11-21T20:01:00.500Z"/>
                </MPD>
                """.formatted(
                        bandwidths.getFirst(), inits.getFirst(), bandwidths.getLast(), inits.getLast()));
    }

    @Test
    void segmentOfEachNumberIsWhereItsTimeSays() {
        var read = read(fed(500, 60_000).presentation());
        var segments = segments(read, "video");
        assertThat(segments).hasSize(8);
        assertThat(segments).allSatisfy(segment -> assertThat(segment.startMs()).isEqualTo(segment.number() * 2_000));
        assertThat(segments.getLast().address()).isEqualTo("f/video-28.m4s");
    }

    @Test
    void periodBeginsAtAnotherCodecAndKeepsItsNameWhenThatIsGone() {
        var segmenter = fed(500, 30_000);
        var periods = Periods.UNSEEN.seen(segmenter.presentation());
        segmenter.add(MediaFrame.of(FrameKind.AUDIO, 30_000, new byte[] {(byte) 0xAF, 0, 0x11, (byte) 0x90}));
        var names = new ArrayList<List<String>>();
        for (long ms = 30_000; ms < 90_000; ms += 2_000) {
            SOURCE.frames(ms, ms + 2_000).forEach(segmenter::add);
            periods = periods.seen(segmenter.presentation());
            var read = read(segmenter.presentation(), periods);
            names.add(read.periods().stream().map(DashManifest.Period::id).toList());
            assertThat(segments(read, "video"))
                    .allSatisfy(segment -> assertThat(segment.startMs()).isEqualTo(segment.number() * 2_000));
        }
        assertThat(names.stream().distinct()).containsExactly(List.of("0"), List.of("0", "15"), List.of("15"));
        assertThat(names.getLast()).containsExactly("15");
    }

    @Test
    void numberThatIsMissingEndsAPeriod() {
        var segmenter = fed(500, 12_000);
        segmenter.missed();
        SOURCE.frames(15_000, 24_500).forEach(segmenter::add);
        var read = read(segmenter.presentation());
        assertThat(read.periods()).hasSize(2);
        assertThat(segments(read, "video"))
                .allSatisfy(segment -> assertThat(segment.startMs()).isEqualTo(segment.number() * 2_000));
    }

    @ParameterizedTest
    @CsvSource({"true, false, video", "false, true, audio"})
    void trackThatGoesOnAloneIsListedAlone(boolean video, boolean audio, String kind) {
        var segmenter = fed(500, 9_000);
        new Source(2_000, video, audio).frames(9_000, 22_000).forEach(segmenter::add);
        var read = read(segmenter.presentation());
        assertThat(read.periods().getFirst().tracks()).hasSize(2);
        var tracks = read.periods().getLast().tracks();
        assertThat(tracks).extracting(DashManifest.Track::kind).containsExactly(kind);
        assertThat(tracks.getFirst().segments().getLast().number()).isGreaterThanOrEqualTo(8);
    }

    @Test
    void trackThatComesLaterBeginsAPeriodAndTakesNothingAway() {
        var alone = new Source(2_000, true, false);
        var segmenter = new Segmenter(PLAN, ZERO, 0);
        alone.headers().forEach(segmenter::add);
        alone.frames(500, 20_600).forEach(segmenter::add);
        SOURCE.headers().forEach(segmenter::add);
        var periods = Periods.UNSEEN.seen(segmenter.presentation());
        for (long ms = 20_600; ms < 60_600; ms += 1_000) {
            SOURCE.frames(ms, ms + 1_000).forEach(segmenter::add);
            periods = periods.seen(segmenter.presentation());
            var read = read(segmenter.presentation(), periods);
            assertThat(segments(read, "video")).hasSize(8);
            assertThat(read.periods())
                    .allSatisfy(period ->
                            assertThat(period.tracks()).hasSize(period.id().equals("0") ? 1 : 2));
        }
        assertThat(read(segmenter.presentation(), periods).periods())
                .extracting(DashManifest.Period::id)
                .containsExactly("11");
    }

    @Test
    void trackThatLosesItsOldSegmentsSoonerIsNoTrackThatComesLater() {
        var roomForFive = new SegmentPlan(Container.FMP4, 2_000, 500, 8, 11 * segmentBytes() / 2);
        var segmenter = new Segmenter(roomForFive, ZERO, 0);
        SOURCE.headers().forEach(segmenter::add);
        var periods = Periods.UNSEEN;
        for (long ms = 500; ms < 60_500; ms += 1_000) {
            SOURCE.frames(ms, ms + 1_000).forEach(segmenter::add);
            periods = periods.seen(segmenter.presentation());
            if (Manifest.isPossible(segmenter.presentation())) {
                assertThat(read(segmenter.presentation(), periods).periods())
                        .extracting(DashManifest.Period::id)
                        .containsExactly("0");
            }
        }
        assertThat(segmenter.presentation().renditions())
                .extracting(rendition -> rendition.segments().size())
                .as("what each has left")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"9000", "-1500"})
    void timesGoWithTheClockWhereTheTimelineDoesNot(long laterMs) {
        var segmenter = fed(500, 30_000);
        var periods = Periods.UNSEEN.seen(segmenter.presentation());
        segmenter.zero(ZERO.plusMillis(laterMs));
        for (long ms = 30_000; ms < 80_000; ms += 2_000) {
            SOURCE.frames(ms, ms + 2_000).forEach(segmenter::add);
            periods = periods.seen(segmenter.presentation());
            var read = read(segmenter.presentation(), periods);
            assertThat(read.start()).isEqualTo(ZERO);
            assertThat(segments(read, "video")).allSatisfy(segment -> {
                assertThat(segment.mediaMs()).isEqualTo(segment.number() * 2_000);
                assertThat(segment.startMs() - segment.mediaMs()).isEqualTo(segment.number() < 15 ? 0 : laterMs);
            });
        }
        assertThat(read(segmenter.presentation(), periods).periods())
                .extracting(DashManifest.Period::id)
                .containsExactly("15");
    }

    @Test
    void periodsGoOnWhenTheClockIsSetBack() {
        var segmenter = fed(500, 30_000);
        segmenter.zero(ZERO.minusSeconds(3_600));
        SOURCE.frames(30_000, 36_000).forEach(segmenter::add);
        var periods = read(segmenter.presentation()).periods(); // which complains of others
        assertThat(periods).extracting(DashManifest.Period::startMs).containsExactly(0L, 1L);
    }

    @Test
    void streamThatIsOverIsStatic() {
        var segmenter = fed(500, 9_000);
        segmenter.end();
        assertThat(read(segmenter.presentation()).isLive()).isFalse();
    }

    @Test
    void isLongEnoughWithThreeSegmentsOfPictureAndSound() {
        var segmenter = fed(2_500, 10_001); // the picture's third has ended, and no sound after it has come
        assertThat(MediaPlaylist.isLongEnough(
                        segmenter.presentation().rendition(Kind.VIDEO).orElseThrow()))
                .isTrue();
        assertThat(segments(read(segmenter.presentation()), "video")).hasSize(2);
        assertThat(Manifest.isLongEnough(segmenter.presentation())).isFalse();
        SOURCE.frames(10_001, 10_081).forEach(segmenter::add);
        assertThat(segments(read(segmenter.presentation()), "video")).hasSize(3);
        assertThat(Manifest.isLongEnough(segmenter.presentation())).isTrue();
    }

    @Test
    void isLongEnoughAlsoWhereThereIsNoRoomForThree() {
        var roomForTwo = new Segmenter(new SegmentPlan(Container.FMP4, 2_000, 500, 8, 5 * segmentBytes() / 2), ZERO, 0);
        SOURCE.headers().forEach(roomForTwo::add);
        SOURCE.frames(500, 7_000).forEach(roomForTwo::add);
        assertThat(Manifest.isLongEnough(roomForTwo.presentation())).isFalse();
        SOURCE.frames(7_000, 9_000).forEach(roomForTwo::add);
        assertThat(Manifest.isLongEnough(roomForTwo.presentation())).isTrue();
    }

    @Test
    void streamWithoutSegmentsHasNoManifest() {
        assertThat(Manifest.isPossible(fed(0, 100).presentation())).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void ffmpegPlaysWhatItNames(Clip clip) throws IOException {
        var segmenter = new Segmenter(new SegmentPlan(Container.FMP4, 2_000, 0, 8, 1 << 24), ZERO, 2_000);
        ClipFrames.of(clip).all().forEach(segmenter::add);
        segmenter.end();
        var presentation = segmenter.presentation();
        for (var rendition : presentation.renditions()) {
            for (var segment : rendition.segments()) {
                var init = segment.init().orElseThrow();
                Files.write(folder.resolve(new StreamFile.Init(rendition.kind(), init.id()).name()), init.bytes());
                Files.write(
                        folder.resolve(new StreamFile.Whole(rendition.kind(), segment.number()).name()),
                        segment.joined());
            }
        }
        var text = new Manifest(presentation, Periods.UNSEEN.seen(presentation), 25)
                .text("", Links.PLAIN, "stream.mpd", NOW);
        var found = Ffmpeg.shipped()
                .packets(Files.writeString(folder.resolve("stream.mpd"), text).toString());
        for (var track : DashManifest.read(text).periods().getLast().tracks()) {
            var named = new ByteArrayOutputStream();
            for (var segment : track.segments()) {
                named.writeBytes(Files.readAllBytes(folder.resolve(segment.address())));
            }
            byte[] init = Files.readAllBytes(folder.resolve(track.initialization()));
            var samples = FragmentedMp4.read(init, named.toByteArray()).samples();
            var sizes =
                    samples.stream().map(sample -> sample.bytes().length() / 2).toList();
            var medium = track.kind().equals("video") ? Medium.VIDEO : Medium.AUDIO;
            var foundSizes =
                    Packet.only(medium, found).stream().map(Packet::bytes).toList();
            // ffmpeg is at its end when the first track is, and may leave out what another has after that
            assertThat(foundSizes).hasSizeBetween(Math.max(100, sizes.size() - 1), sizes.size());
            assertThat(foundSizes).isEqualTo(sizes.subList(0, foundSizes.size()));
        }
    }

    private static Segmenter fed(long fromMs, long toMs) {
        var segmenter = new Segmenter(PLAN, ZERO, 0);
        SOURCE.headers().forEach(segmenter::add);
        SOURCE.frames(fromMs, toMs).forEach(segmenter::add);
        return segmenter;
    }

    /** Of a segment of the picture. */
    private static long segmentBytes() {
        return fed(500, 9_000)
                .presentation()
                .renditions()
                .getFirst()
                .segments()
                .getFirst()
                .bytes();
    }

    private static DashManifest read(Presentation presentation) {
        return read(presentation, Periods.UNSEEN.seen(presentation));
    }

    private static DashManifest read(Presentation presentation, Periods periods) {
        return DashManifest.read(new Manifest(presentation, periods, 25).text("f/", Links.PLAIN, "a.mpd", NOW));
    }

    private static List<Segment> segments(DashManifest manifest, String kind) {
        return manifest.periods().stream()
                .flatMap(period -> period.tracks().stream())
                .filter(track -> track.kind().equals(kind))
                .flatMap(track -> track.segments().stream())
                .toList();
    }
}
