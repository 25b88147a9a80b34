package dev.headwater.loadtest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.RunningProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledFfmpegTest {
    @Test
    void unpacksAProgramThatRuns(@TempDir Path folder) throws IOException {
        var jar = jarOfThePresets();
        var jars = Files.createDirectory(folder.resolve("demo"));
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);

        var ffmpeg = BundledFfmpeg.unpacked(jars, folder.resolve("cache")).orElseThrow();

        try (var version = RunningProgram.start(List.of(ffmpeg.toString(), "-version"))) {
            assertThat(version.awaitSuccess(Duration.ofSeconds(30)).output()).startsWith("ffmpeg version 8");
        }
        assertThat(BundledFfmpeg.unpacked(jars, folder.resolve("cache")))
                .as("unpacked once")
                .contains(ffmpeg);
    }

    @Test
    void isNotThereWhereTheDistributionWasCutDown(@TempDir Path folder) throws IOException {
        assertThat(BundledFfmpeg.unpacked(folder, folder)).isEmpty();
        assertThat(BundledFfmpeg.unpacked(folder.resolve("none"), folder)).isEmpty();
    }

    private static Path jarOfThePresets() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(file -> file.getFileName().toString().matches("ffmpeg-.*-gpl\\.jar"))
                .findFirst()
                .orElseThrow();
    }
}
