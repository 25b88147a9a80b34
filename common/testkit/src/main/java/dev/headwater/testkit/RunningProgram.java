package dev.headwater.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A program that a test started: its output goes to a file, its life ends with the test. Thread-safe. */
public final class RunningProgram implements AutoCloseable {
    /** For its goodbye, on a busy machine. */
    private static final Duration GOODBYE = Duration.ofSeconds(15);

    private final String name;
    private final Process process;
    private final Path output;

    private RunningProgram(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /** Starts {@code command}, without input, its two outputs in one file under the build folder. */
    public static RunningProgram start(List<String> command) {
        String name = Path.of(command.getFirst()).getFileName().toString();
        try {
            var output = Files.createTempFile(
                    Files.createDirectories(Path.of("target", "programs").toAbsolutePath()), name + "-", ".log");
            var process = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new RunningProgram(name, process, output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + String.join(" ", command), e);
        }
    }

    /** The process itself, for its id and its children. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Everything it has printed so far. */
    public String output() {
        try {
            return Files.readString(output, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end. @throws AssertionError with its output if it runs on, or ends with other than 0 */
    public RunningProgram awaitSuccess(Duration patience) {
        int exit = awaitExit(patience);
        if (exit != 0) {
            throw new AssertionError("%s ended with %d:%n%s".formatted(name, exit, output()));
        }
        return this;
    }

    /** Waits for its end, whatever it is. @return the exit code */
    public int awaitExit(Duration patience) {
        if (!hasEnded(patience)) {
            process.destroyForcibly();
            throw new AssertionError("%s still ran after %s:%n%s".formatted(name, patience, output()));
        }
        return process.exitValue();
    }

    /** Asks it to end (SIGTERM: ffmpeg writes its trailers and says goodbye) and waits. */
    public void stop() {
        process.destroy();
        if (!hasEnded(GOODBYE)) {
            kill();
        }
    }

    /** Ends it with no chance of a goodbye (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
        if (!hasEnded(Patience.LIMIT)) {
            throw new AssertionError(name + " outlived SIGKILL");
        }
    }

    private boolean hasEnded(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
