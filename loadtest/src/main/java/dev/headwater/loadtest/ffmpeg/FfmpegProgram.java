package dev.headwater.loadtest.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An ffmpeg that starts on this machine.
 *
 * @param version its first line
 * @param encodesH264 whether it can make a test picture that every server and player takes
 */
public record FfmpegProgram(Path file, String version, boolean encodesH264) {
    private static final String NAME = "ffmpeg";

    /**
     * Finds the program that is wanted. Blocks while it starts once.
     *
     * @param choice as in {@link FfmpegPlan#program}
     * @param toEncode whether it has to have an H.264 encoder
     * @throws IllegalArgumentException in one line what is missing and what would help
     */
    public static FfmpegProgram find(String choice, boolean toEncode) {
        var tried = new ArrayList<String>();
        for (var candidate : candidates(choice, tried)) {
            var found = look(candidate, tried);
            if (found.isPresent() && (found.get().encodesH264 || !toEncode)) {
                return found.get();
            }
            found.ifPresent(without -> tried.add(without.file + " has no libx264"));
        }
        throw new IllegalArgumentException(
                "no ffmpeg to use: %s. Install one (Debian: apt install ffmpeg, macOS: brew install ffmpeg)"
                        .formatted(String.join("; ", tried)));
    }

    private static List<Path> candidates(String choice, List<String> tried) {
        var candidates = new ArrayList<Path>();
        switch (choice) {
            case FfmpegPlan.AUTO -> {
                onPath(tried).ifPresent(candidates::add);
                bundled(tried).ifPresent(candidates::add);
            }
            case "system" -> onPath(tried).ifPresent(candidates::add);
            case "bundled" -> bundled(tried).ifPresent(candidates::add);
            default -> candidates.add(Path.of(choice));
        }
        return candidates;
    }

    private static Optional<Path> onPath(List<String> tried) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        var found = Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, NAME))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            tried.add("none on the PATH");
        }
        return found;
    }

    private static Optional<Path> bundled(List<String> tried) {
        var jars = Path.of(System.getProperty("headwater.home", "."), "lib", "demo");
        var cache = Path.of(System.getProperty("user.home"), ".cache", "headwater");
        try {
            var found = BundledFfmpeg.unpacked(jars, cache);
            if (found.isEmpty()) {
                tried.add("none in the distribution's lib/demo");
            }
            return found;
        } catch (IOException e) {
            tried.add("cannot unpack the one of " + jars + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Asks for its encoders: a broken installation shows here, and not in the middle of a run. */
    private static Optional<FfmpegProgram> look(Path file, List<String> tried) {
        try {
            var process = new ProcessBuilder(file.toString(), "-encoders")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() == 0) {
                return Optional.of(new FfmpegProgram(file, firstLine(output), output.contains("libx264")));
            }
            tried.add(file + " does not start: " + firstLine(output));
        } catch (IOException e) {
            tried.add(Optional.ofNullable(e.getMessage()).orElse(file + " does not start"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tried.add("interrupted");
        }
        return Optional.empty();
    }

    private static String firstLine(String output) {
        return output.lines().findFirst().orElse("it says nothing");
    }
}
