package dev.headwater.deploy.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A moving test picture with a tone, published by a real ffmpeg as any encoder would. */
final class TestPattern {
    /** Of ffmpeg: what it makes and how it encodes it. */
    static final List<String> SOURCE = List.of(
            "-re", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30", "-f", "lavfi", "-i", "sine=frequency=440");

    static final List<String> ENCODING = List.of(
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-tune",
            "zerolatency",
            "-g",
            "60",
            "-b:v",
            "1500k",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-b:a",
            "96k",
            "-f",
            "flv");

    private TestPattern() {}

    /** Starts publishing to {@code url}. Empty if this machine has no ffmpeg that can. */
    static Optional<Child> start(String url, PrintStream log) {
        return findFfmpeg(log).map(ffmpeg -> {
            var command =
                    new ArrayList<>(List.of(ffmpeg.toString(), "-hide_banner", "-loglevel", "warning", "-nostdin"));
            command.addAll(SOURCE);
            command.addAll(ENCODING);
            command.add(url);
            return Child.start("pattern", command, log);
        });
    }

    /** The machine's own, which it surely can run; else the distribution's. */
    private static Optional<Path> findFfmpeg(PrintStream log) {
        var onPath = Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "ffmpeg"))
                .filter(Files::isExecutable)
                .findFirst();
        return onPath.filter(TestPattern::encodesH264).or(() -> shipped(log).filter(TestPattern::encodesH264));
    }

    private static Optional<Path> shipped(PrintStream log) {
        var jars = Path.of(System.getProperty("headwater.home", "."), "lib", "demo");
        var cache = Path.of(System.getProperty("user.home"), ".cache", "headwater");
        try {
            return ShippedFfmpeg.unpacked(jars, cache);
        } catch (IOException e) {
            log.println("demo   | cannot unpack the ffmpeg of " + jars + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether it starts at all here, and has the encoder that every player understands. */
    private static boolean encodesH264(Path ffmpeg) {
        try {
            var process = new ProcessBuilder(ffmpeg.toString(), "-hide_banner", "-encoders")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            var encoders = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() == 0 && encoders.contains("libx264");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
