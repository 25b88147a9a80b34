package dev.headwater.loadtest.ffmpeg;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.headwater.loadtest.measure.FfmpegFigures;
import dev.headwater.loadtest.measure.FfmpegFigures.Role;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One ffmpeg process: its two outputs are read by a thread each, which keep little of them. Thread-safe. */
final class FfmpegClient {
    private static final int LAST_LINES = 5;

    /** The exit status of an ffmpeg that a signal has ended: from a terminal, Ctrl-C reaches it before we do. */
    private static final int SIGNALLED = 255;

    /** For what a dead process has said; longer only if it left its output to a child. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Role role;
    private final String url;
    private final Process process;
    private final Thread figuresReader;
    private final Thread linesReader;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    private volatile Progress.Reading reading = Progress.Reading.NOTHING_YET;
    private volatile List<String> lastLines = List.of();
    private volatile boolean asked;
    private volatile boolean stopped;

    private FfmpegClient(Role role, String url, Process process) {
        this.role = role;
        this.url = url;
        this.process = process;
        var progress = new Progress(System.nanoTime());
        figuresReader = reader("figures", () -> readFigures(progress));
        linesReader = reader("lines", this::readLines);
    }

    static FfmpegClient start(Role role, String url, List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .start();
            return new FfmpegClient(role, url, process);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    long id() {
        return process.pid();
    }

    Role role() {
        return role;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Is completed with its first output, or its end if that comes before. */
    CompletableFuture<Void> begun() {
        return begun;
    }

    double fps() {
        return reading.fps();
    }

    /** Asks it to end, in order: it says goodbye to its server. Not by {@link Process#destroy}, which would drop its last words. */
    void askToStop() {
        if (!asked) {
            asked = true;
            stopped = process.isAlive() || process.exitValue() == SIGNALLED; // else it had ended by itself
            process.toHandle().destroy();
        }
    }

    /** Ends it if it has not ended by {@code deadlineNanos}, and reads what it said last. */
    void awaitStop(long deadlineNanos) {
        try {
            if (!process.waitFor(Math.max(deadlineNanos - System.nanoTime(), 0), NANOSECONDS)) {
                process.destroyForcibly().waitFor();
            }
            var _ = figuresReader.join(LAST_WORDS) && linesReader.join(LAST_WORDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    FfmpegFigures figures() {
        var last = reading;
        return new FfmpegFigures(
                role,
                url.replaceFirst("\\?.*", ""),
                last.frames(),
                last.fps(),
                last.speed(),
                last.firstOutput(),
                last.duplicated(),
                last.dropped(),
                last.stalls(),
                last.stalled(),
                process.isAlive() ? FfmpegFigures.RUNNING : process.exitValue(),
                stopped,
                lastLines);
    }

    private Thread reader(String what, Runnable task) {
        return Thread.ofPlatform()
                .daemon()
                .name("ffmpeg-%d-%s".formatted(process.pid(), what))
                .start(task);
    }

    private void readFigures(Progress progress) {
        OutputLines.forEach(process.getInputStream(), line -> {
            if (progress.line(line, System.nanoTime())) {
                reading = progress.reading();
                if (reading.firstOutput().isPresent()) {
                    begun.complete(null);
                }
            }
        });
        progress.ended(System.nanoTime());
        reading = progress.reading();
        begun.complete(null);
    }

    private void readLines() {
        OutputLines.forEach(process.getErrorStream(), line -> {
            var lines = new ArrayList<>(lastLines);
            lines.add(line);
            lastLines = List.copyOf(lines.subList(Math.max(lines.size() - LAST_LINES, 0), lines.size()));
        });
    }
}
