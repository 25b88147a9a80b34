package dev.headwater.server.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamHeaders;
import dev.headwater.media.StreamKey;
import dev.headwater.testkit.Clip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of streams while the disk is well. */
class RecordingsTest {
    /** In a file's header. */
    private static final int SOUND = 4;

    private static final int PICTURE = 1;

    @TempDir
    private Path folder;

    private RecordRig rig;

    @BeforeEach
    void open() {
        rig = new RecordRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(Clip.class)
    void aStreamBecomesAFileWithEachOfItsFrames(Clip clip) {
        var stream = rig.stream();
        var published = RecordRig.later(RecordRig.frames(clip), 3_600_000);
        rig.publish(stream, published);
        rig.endWhole(stream);
        assertThat(rig.whole).hasSize(1);
        var file = rig.whole.getFirst();
        assertThat(rig.files()).containsExactly(file.path().toString());
        var recorded = RecordRig.frames(file.file());
        assertThat(RecordRig.hashes(RecordRig.media(recorded)))
                .containsExactlyElementsOf(RecordRig.hashes(RecordRig.media(published)));
        long zeroMs = RecordRig.media(published).getFirst().timestampMs();
        assertThat(RecordRig.media(recorded).stream().map(MediaFrame::timestampMs))
                .containsExactlyElementsOf(RecordRig.media(published).stream()
                        .map(frame -> frame.timestampMs() - zeroMs)
                        .toList());
        assertThat(file.file()).hasSize(file.bytes());
        assertThat(file.durationMs())
                .isEqualTo(RecordRig.media(recorded).stream()
                        .mapToLong(MediaFrame::timestampMs)
                        .max()
                        .orElseThrow());
    }

    @Test
    void aFileSaysWhatItHasAndHowLongItIs() {
        var stream = rig.stream();
        rig.publish(stream, RecordRig.frames(Clip.H264));
        rig.endWhole(stream);
        var file = rig.whole.getFirst();
        assertThat(flags(file)).isEqualTo(PICTURE);
        var metadata = RecordRig.frames(file.file()).getFirst();
        assertThat(number(metadata, "duration")).isEqualTo(file.durationMs() / 1e3);
        assertThat(number(metadata, "filesize")).isEqualTo((double) file.bytes());
    }

    private static double number(MediaFrame metadata, String name) {
        return ByteBuffer.wrap(metadata.payload()).getDouble(MetadataNumber.offset(metadata, name));
    }

    @Test
    void filesFollowEachOtherAtKeyFrames() {
        rig.settings = new RecordSettings(true, Duration.ofSeconds(2), 0, 8 << 20, 10, 0);
        var stream = rig.stream();
        var published = RecordRig.frames(Clip.H264_AAC);
        rig.publish(stream, published);
        rig.endWhole(stream);
        assertThat(rig.whole).hasSize(4);
        rig.whole.forEach(RecordRig::assertBeginsWithAPicture);
        assertThat(rig.whole).isSortedAccordingTo((a, b) -> a.path().compareTo(b.path()));
        assertThat(rig.whole.stream()
                        .flatMap(file -> RecordRig.hashes(RecordRig.media(RecordRig.frames(file.file()))).stream()))
                .containsExactlyElementsOf(RecordRig.hashes(RecordRig.media(published)));
    }

    @Test
    void aFileThatIsLargeEnoughIsFollowedByAnother() {
        rig.settings = new RecordSettings(true, Duration.ZERO, 1, 8 << 20, 10, 0);
        var stream = rig.stream();
        rig.publish(stream, RecordRig.frames(Clip.H264));
        rig.endWhole(stream);
        assertThat(rig.whole).as("one for each key frame").hasSize(8);
        rig.whole.forEach(RecordRig::assertBeginsWithAPicture);
    }

    @Test
    void soundAloneIsSplitAnywhere() {
        rig.settings = new RecordSettings(true, Duration.ofSeconds(3), 0, 8 << 20, 10, 0);
        var stream = rig.stream();
        rig.publish(stream, RecordRig.frames(Clip.AAC));
        rig.endWhole(stream);
        assertThat(rig.whole).hasSize(3);
        assertThat(rig.whole.stream().map(file -> RecordRig.frames(file.file())))
                .allMatch(frames -> frames.stream().anyMatch(MediaFrame::isSequenceHeader))
                .allMatch(frames -> frames.stream().noneMatch(frame -> frame.kind() == FrameKind.VIDEO));
    }

    /** A camera is switched off for half a minute, and on again. */
    @Test
    void filesFollowEachOtherWithoutThePictureAndShowItWhenItIsBack() {
        var sound = only(FrameKind.AUDIO);
        var published = new ArrayList<>(RecordRig.frames(Clip.H264_AAC));
        for (int clip = 1; clip <= 4; clip++) {
            published.addAll(RecordRig.later(sound, clip * 8_000L));
        }
        published.addAll(RecordRig.later(RecordRig.frames(Clip.H264_AAC), 40_000));
        record(Duration.ofSeconds(3), published);
        assertThat(rig.whole).hasSizeGreaterThan(12).allMatch(file -> file.durationMs() <= 3_000 + 5_100);
        assertThat(rig.whole.stream().filter(file -> flags(file) == SOUND)).hasSizeGreaterThan(5);
    }

    @Test
    void aFileHasNoHeaderOfASoundThatIsGone() {
        var published = new ArrayList<>(RecordRig.frames(Clip.H264_AAC));
        published.addAll(RecordRig.later(only(FrameKind.VIDEO), 8_000));
        record(Duration.ofSeconds(3), published);
        assertThat(flags(rig.whole.getFirst())).isEqualTo(SOUND | PICTURE);
        assertThat(flags(rig.whole.getLast())).isEqualTo(PICTURE);
    }

    /** As encoders with intra refresh send them. */
    @Test
    void aPictureThatHasNoMoreKeyFramesIsSplitAnywhere() {
        var slow = new ArrayList<>(RecordRig.frames(Clip.H264_AAC).stream()
                .filter(StreamHeaders::isHeader)
                .toList());
        var pictures = only(FrameKind.VIDEO);
        slow.add(pictures.getFirst());
        pictures.stream()
                .filter(frame -> !frame.isKeyFrame())
                .map(frame -> frame.at(frame.timestampMs() * 50)) // of eight seconds, 400
                .forEach(slow::add);
        record(Duration.ofSeconds(60), slow);
        assertThat(rig.whole).hasSize(3);
        assertThat(rig.whole.getFirst().durationMs()).isBetween(296_000L, 302_000L);
        assertThat(rig.whole.get(1).durationMs()).isBetween(56_000L, 60_000L);
    }

    /** What there is to see or hear of a clip of both. */
    private static List<MediaFrame> only(FrameKind kind) {
        return RecordRig.media(RecordRig.frames(Clip.H264_AAC)).stream()
                .filter(frame -> frame.kind() == kind)
                .toList();
    }

    /** In files of so long at least, each with what it needs and no more, all together with all that was published. */
    private void record(Duration maxDuration, List<MediaFrame> published) {
        rig.settings = new RecordSettings(true, maxDuration, 0, 32 << 20, 10, 0);
        var stream = rig.stream();
        rig.publish(stream, published);
        rig.endWhole(stream);
        var recorded = new ArrayList<MediaFrame>();
        for (var file : rig.whole) {
            var frames = RecordRig.frames(file.file());
            assertHasHeadersOfWhatIsInIt(frames);
            assertThat(flags(file)).isEqualTo(flags(frames));
            recorded.addAll(RecordRig.media(frames));
        }
        assertThat(RecordRig.hashes(recorded)).containsExactlyElementsOf(RecordRig.hashes(RecordRig.media(published)));
    }

    private static void assertHasHeadersOfWhatIsInIt(List<MediaFrame> file) {
        assertThat(file.getFirst().isMetadata()).isTrue();
        for (var kind : List.of(FrameKind.AUDIO, FrameKind.VIDEO)) {
            var ofIt = file.stream().filter(frame -> frame.kind() == kind).toList();
            if (!ofIt.isEmpty()) {
                assertThat(ofIt.getFirst().isSequenceHeader()).isTrue();
                assertThat(RecordRig.media(ofIt)).isNotEmpty();
            }
        }
    }

    private static int flags(List<MediaFrame> file) {
        return RecordRig.media(file).stream()
                .mapToInt(frame -> frame.kind() == FrameKind.AUDIO ? SOUND : PICTURE)
                .reduce(0, (one, other) -> one | other);
    }

    /** What the file says that there is in it. */
    private static int flags(RecordedFile file) {
        try {
            return Files.readAllBytes(file.file())[4];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingIsRecordedUnlessItIsToBe() {
        rig.settings = new RecordSettings(false, Duration.ZERO, 0, 8 << 20, 10, 0);
        var stream = rig.stream();
        rig.publish(stream, RecordRig.frames(Clip.H264));
        rig.end(stream);
        assertThat(rig.recordings.state(stream)).isEmpty();
        assertThat(rig.files()).isEmpty();
    }

    @Test
    void aReloadBeginsAndEndsRecordingsOfStreamsThatArePublished() {
        var off = new RecordSettings(false, Duration.ZERO, 0, 8 << 20, 10, 0);
        rig.settings = off;
        var stream = rig.stream();
        var frames = RecordRig.frames(Clip.H264);
        rig.publish(stream, frames.subList(0, 60));
        rig.settings = RecordRig.ON;
        rig.recordings.changed(List.of(stream));
        await().until(() ->
                rig.recordings.state(stream).flatMap(RecordingState::file).isPresent());
        rig.settings = off;
        rig.recordings.changed(List.of(stream));
        await().until(() -> rig.recordings.state(stream).isEmpty());
        assertThat(rig.whole).hasSize(1);
        RecordRig.assertBeginsWithAPicture(rig.whole.getFirst());
        rig.end(stream);
    }

    @Test
    void aReloadHoldsForFilesThatAreWritten() {
        var stream = rig.stream();
        rig.publish(stream, RecordRig.frames(Clip.H264));
        rig.settings = new RecordSettings(true, Duration.ofSeconds(2), 0, 8 << 20, 10, 0);
        rig.recordings.changed(List.of(stream));
        rig.publish(stream, RecordRig.later(RecordRig.frames(Clip.H264), 8_000));
        rig.endWhole(stream);
        assertThat(rig.whole).hasSizeGreaterThanOrEqualTo(5);
        assertThat(rig.whole.getLast().durationMs()).isLessThan(2_000);
    }

    @Test
    void aStreamWhoseAppIsAPathIsRecordedInOneFolder() {
        var stream = rig.stream(new StreamKey("live/hd", "größe"));
        rig.publish(stream, RecordRig.frames(Clip.H264));
        rig.endWhole(stream);
        assertThat(rig.files()).hasSize(1).first().asString().startsWith("live%2Fhd/gr%C3%B6%C3%9Fe-");
    }

    @Test
    void theNodesEndMakesFilesWhole() {
        var stream = rig.stream();
        rig.publish(stream, RecordRig.frames(Clip.H264));
        assertThat(rig.recordings.close().await()).isNotNull();
        assertThat(rig.whole).hasSize(1);
        assertThat(rig.metric("headwater.record.streams")).isZero();
        assertThat(rig.metric("headwater.record.files")).isEqualTo(1);
        rig.end(stream);
    }
}
