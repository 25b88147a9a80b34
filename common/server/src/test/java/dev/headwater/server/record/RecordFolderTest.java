package dev.headwater.server.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.LogCapture;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is written but where it belongs, and what a dead process left is found. */
class RecordFolderTest {
    private static final String NAME = "show-20261122T101500123Z-7.flv";

    @TempDir
    private Path folder;

    private Path app;

    @BeforeEach
    void makeApp() throws IOException {
        app = Files.createDirectory(folder.resolve("live"));
    }

    private Path part(String name, byte[] bytes) throws IOException {
        return Files.write(app.resolve(name), bytes);
    }

    private void finishLeftOvers() {
        new RecordFolder(folder, Disk.LOCAL).finishLeftOvers();
    }

    @Test
    void whatADeadProcessLeftGetsItsName() throws IOException {
        byte[] clip = Files.readAllBytes(Clip.H264.file());
        part(NAME + ".part", Arrays.copyOf(clip, clip.length - 7));
        try (var log = LogCapture.of(RecordFolder.class)) {
            finishLeftOvers();
            assertThat(log.warnings()).singleElement().asString().contains(NAME);
        }
        assertThat(app.resolve(NAME + ".part")).doesNotExist();
        assertThat(RecordRig.frames(app.resolve(NAME))).hasSizeGreaterThan(100);
    }

    @Test
    void whatHasNoFrameIsDeleted() throws IOException {
        var part = part(NAME + ".part", new byte[13]);
        finishLeftOvers();
        assertThat(part).doesNotExist();
        assertThat(app.resolve(NAME)).doesNotExist();
    }

    @Test
    void whatIsBeingWrittenOrIsAnothersIsLeftAlone() throws IOException {
        var written = part(NAME + ".part", new byte[100]);
        var strangers = part("film.flv.part", new byte[100]);
        try (var channel = FileChannel.open(written, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            finishLeftOvers();
        }
        assertThat(written).exists();
        assertThat(strangers).exists();
    }

    @Test
    void aFileThatIsThereIsNotWrittenOver() throws IOException {
        part(NAME, new byte[] {1});
        part(NAME + ".part", new byte[100]);
        finishLeftOvers();
        assertThat(app.resolve(NAME)).hasBinaryContent(new byte[] {1});
        assertThat(app.resolve(NAME + ".part")).exists();
    }

    @Test
    void aLinkInTheFoldersPlaceIsNotFollowed() throws IOException {
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        var root = Files.createDirectory(folder.resolve("root"));
        Files.createSymbolicLink(root.resolve("live"), elsewhere);
        try (var rig = new RecordRig(root)) {
            var stream = rig.stream();
            rig.publish(stream, RecordRig.frames(Clip.H264));
            await().until(() ->
                    rig.recordings.state(stream).flatMap(RecordingState::fault).isPresent());
            rig.endWhole(stream);
        }
        assertThat(elsewhere).isEmptyDirectory();
    }
}
