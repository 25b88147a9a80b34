package dev.headwater.server.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.MediaFrame;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.LogCapture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the disk does to a recording is told once, ends when the disk is well, and is nobody else's. */
class RecordFaultsTest {
    private static final List<MediaFrame> CLIP = RecordRig.frames(Clip.H264);

    @TempDir
    private Path folder;

    private RecordRig rig;
    private LogCapture log;

    @BeforeEach
    void open() {
        rig = new RecordRig(folder);
        log = LogCapture.of(StreamRecorder.class);
    }

    @AfterEach
    void close() {
        log.close();
        rig.close();
    }

    private void awaitFault(LiveStream stream, String part) {
        await().until(() -> rig.recordings
                .state(stream)
                .flatMap(RecordingState::fault)
                .filter(fault -> fault.contains(part))
                .isPresent());
    }

    /** A try that fails has a file, too, for a moment; it takes nothing. */
    private void awaitFile(LiveStream stream) {
        await().until(() -> rig.recordings
                .state(stream)
                .flatMap(RecordingState::file)
                .filter(file -> folder.resolve(file + ".part").toFile().length() > 0)
                .isPresent());
    }

    private void assertToldOnce(String reason, String part) {
        assertThat(log.warnings())
                .singleElement()
                .asString()
                .startsWith("stream=live/show is not recorded for now: " + reason + ": ")
                .contains(part);
    }

    @Test
    void aFullDiskEndsTheFileAtItsLastWholeFrameAndRecordingGoesOnWithSpace() {
        rig.disk.room(200_000);
        var stream = rig.stream();
        int begun = CLIP.size() / 4;
        rig.publish(stream, CLIP.subList(0, begun));
        awaitFile(stream); // whole frames are on it
        rig.publish(stream, CLIP.subList(begun, CLIP.size()));
        awaitFault(stream, "No space left on device");
        assertToldOnce("NO_SPACE", folder.toString());
        assertThat(rig.metric("headwater.record.faulty.streams")).isEqualTo(1);
        await().untilAsserted(() -> assertThat(rig.files()).isNotEmpty().allMatch(name -> name.endsWith(".flv")));
        rig.disk.room(Long.MAX_VALUE);
        awaitFile(stream);
        rig.publish(stream, RecordRig.later(CLIP, 8_000));
        rig.endWhole(stream);
        assertThat(rig.files()).hasSameSizeAs(rig.whole).allMatch(name -> name.endsWith(".flv"));
        rig.whole.forEach(RecordRig::assertBeginsWithAPicture);
        var last = RecordRig.media(RecordRig.frames(rig.whole.getLast().file()));
        assertThat(RecordRig.hashes(last))
                .endsWith(RecordRig.hashes(RecordRig.media(CLIP)).getLast());
        assertToldOnce("NO_SPACE", folder.toString());
    }

    @Test
    void whatIsToBeKeptFreeIsKeptFree() {
        rig.settings = new RecordSettings(true, Duration.ZERO, 0, 8 << 20, 10, 1 << 20);
        rig.disk.room((1 << 20) - 1);
        var stream = rig.stream();
        rig.publish(stream, CLIP);
        awaitFault(stream, "record.keep-free=1048576");
        assertToldOnce("NO_SPACE", folder + ": 1048575 bytes are free, below record.keep-free=1048576");
        assertThat(rig.files()).isEmpty();
        rig.disk.room(Long.MAX_VALUE);
        awaitFile(stream);
        rig.endWhole(stream);
        assertThat(rig.whole).hasSize(1);
    }

    @Test
    void aDiskThatTakesNothingHoldsUpNobodyAndTheBytesThatWaitAreBounded() {
        rig.settings = new RecordSettings(true, Duration.ZERO, 0, 64 << 10, 10, 0);
        rig.disk.stick();
        var stream = rig.stream();
        rig.publish(stream, CLIP); // returns although nothing was written
        awaitFault(stream, "record.max-waiting-bytes=65536");
        assertToldOnce("SLOW", "bytes wait for the disk");
        assertThat(rig.metric("headwater.record.waiting.bytes")).isBetween(1.0, 65_536.0);
        assertThat(rig.disk.heldACarrier()).isFalse();
        rig.disk.release();
        awaitFile(stream);
        rig.endWhole(stream);
        assertThat(rig.files()).hasSameSizeAs(rig.whole).allMatch(name -> name.endsWith(".flv"));
    }

    @Test
    void aReadOnlyDiskIsTriedAgain() {
        rig.disk.readOnly(true);
        var stream = rig.stream();
        rig.publish(stream, CLIP);
        awaitFault(stream, "Read-only file system");
        await().until(() -> rig.metric("headwater.record.faults") > 1);
        assertToldOnce("FAILED", folder.toString());
        rig.disk.readOnly(false);
        awaitFile(stream);
        rig.endWhole(stream);
        assertThat(rig.whole).hasSize(1);
        assertThat(rig.files()).hasSize(1);
    }

    @Test
    void aStreamThatFindsNoPlaceHasOneWhenAnotherEnds() {
        rig.settings = new RecordSettings(true, Duration.ZERO, 0, 8 << 20, 1, 0);
        var first = rig.stream(new StreamKey("live", "first"));
        rig.publish(first, CLIP);
        awaitFile(first);
        var second = rig.stream();
        rig.publish(second, CLIP);
        awaitFault(second, "record.max-recordings=1");
        assertToldOnce("TOO_MANY", "record.max-recordings=1");
        rig.endWhole(first);
        awaitFile(second);
        rig.endWhole(second);
        assertThat(rig.whole).hasSize(2);
    }

    @Test
    void aStreamThatEndsWhileItIsNotRecordedIsForgotten() {
        rig.disk.readOnly(true);
        var stream = rig.stream();
        rig.publish(stream, CLIP);
        awaitFault(stream, "Read-only");
        rig.endWhole(stream);
        assertThat(rig.files()).isEmpty();
    }
}
