package dev.headwater.deploy.demo;

import dev.headwater.loadtest.ffmpeg.FfmpegPlan;
import dev.headwater.loadtest.ffmpeg.FfmpegProgram;
import dev.headwater.loadtest.process.ChildProcess;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** Starts publishing to {@code url}. Empty, with a line about it, if this machine has no ffmpeg that can. */
    static Optional<ChildProcess> start(String url, PrintStream log) {
        try {
            var ffmpeg = FfmpegProgram.find(FfmpegPlan.AUTO, true).file();
            var command =
                    new ArrayList<>(List.of(ffmpeg.toString(), "-hide_banner", "-loglevel", "warning", "-nostdin"));
            command.addAll(SOURCE);
            command.addAll(ENCODING);
            command.add(url);
            return Optional.of(ChildProcess.start("pattern", command, log));
        } catch (IllegalArgumentException noneHere) {
            log.println("demo   | " + noneHere.getMessage());
            return Optional.empty();
        }
    }
}
