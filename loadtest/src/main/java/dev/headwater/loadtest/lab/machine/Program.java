package dev.headwater.loadtest.lab.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the system that runs to its end, such as {@code ip} and {@code iptables}. Blocks the caller. */
final class Program {
    private static final long PATIENCE_SECONDS = 10;

    /** Both of its outputs, and how it ended. */
    record Result(int status, String output) {
        boolean isSuccess() {
            return status == 0;
        }
    }

    private Program() {}

    static Result run(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Result(-1, "no end after %d s".formatted(PATIENCE_SECONDS));
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + String.join(" ", command), e);
        }
    }

    /** @return what it printed. @throws IllegalStateException with that, if it failed */
    static String require(String... command) {
        return require(List.of(command));
    }

    static String require(List<String> command) {
        var result = run(command);
        if (!result.isSuccess()) {
            throw new IllegalStateException("'%s' failed: %s".formatted(String.join(" ", command), result.output()));
        }
        return result.output();
    }
}
