package dev.headwater.loadtest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegProgramTest {
    @Test
    void aProgramThatIsNamedIsTaken() {
        var named = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);

        var program = FfmpegProgram.find(named, true);

        assertThat(program.file()).isEqualTo(Path.of(named));
        assertThat(program.version()).startsWith("ffmpeg version 8");
        assertThat(program.encodesH264()).isTrue();
    }

    @Test
    void oneThatIsNotThereIsSaidInOneLine(@TempDir Path empty) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FfmpegProgram.find(empty.resolve("ffmpeg").toString(), false))
                .withMessageStartingWith("no ffmpeg to use: ")
                .withMessageContainingAll(empty.resolve("ffmpeg").toString(), "No such file", "apt install ffmpeg")
                .withMessageMatching("[^\n]*");
    }

    @Test
    void oneThatCannotEncodeServesToPlayOnly(@TempDir Path folder) throws IOException {
        var file = script(folder, "echo ffmpeg version 7; echo ' A....D aac'");

        assertThat(FfmpegProgram.find(file, false).version()).isEqualTo("ffmpeg version 7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FfmpegProgram.find(file, true))
                .withMessageContaining(file + " has no libx264");
    }

    @Test
    void oneThatIsBrokenIsSaidWithItsFirstLine(@TempDir Path folder) throws IOException {
        var file = script(folder, "echo libxcb.so.1: cannot open shared object file >&2; exit 127");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FfmpegProgram.find(file, false))
                .withMessageContaining(file + " does not start: libxcb.so.1: cannot open shared object file");
    }

    @Test
    void aDistributionWithoutOneIsSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FfmpegProgram.find("bundled", false))
                .withMessageContaining("none in the distribution's lib/demo");
    }

    /** @return its path */
    static String script(Path folder, String commands) throws IOException {
        var file = folder.resolve("ffmpeg");
        Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file.toString();
    }
}
