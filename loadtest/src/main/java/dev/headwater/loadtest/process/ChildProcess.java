package dev.headwater.loadtest.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A process that we started. Its lines go to a log of ours with its name before them. Thread-safe. */
public final class ChildProcess {
    private final String name;
    private final Process process;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /** Starts {@code command}; its standard input stays open as long as this JVM lives. */
    public static ChildProcess start(String name, List<String> command, PrintStream log) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var child = new ChildProcess(name, process);
            Thread.ofVirtual().name(name + "-log").start(() -> child.copyLines(log));
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    /** Completes when the process has ended, for whatever reason. */
    public CompletableFuture<Process> ended() {
        return process.onExit();
    }

    /** The process itself, for its id. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Asks it to end, in order. Not by {@link Process#destroy}, which would close its output before its last words. */
    public void askToStop() {
        process.toHandle().destroy();
    }

    /** Ends it if it has not ended after {@code patience}. */
    public void awaitStop(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void copyLines(PrintStream log) {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                log.println("%-7s| %s".formatted(name, line));
            }
            log.println("%-7s| (ended with exit code %d)".formatted(name, process.waitFor()));
        } catch (IOException e) {
            log.println("%-7s| (its output cannot be read: %s)".formatted(name, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
