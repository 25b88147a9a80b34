package dev.headwater.loadtest.ffmpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/**
 * Ends the processes of a run when this JVM dies without a chance to do so (SIGKILL, out of memory): a shell that is told their
 * ids, and for which the end of its input is the end of us. ffmpeg itself would go on for ever. Confined to one thread.
 */
final class Watchdog implements AutoCloseable {
    /** Lines are {@code + id} and {@code - id}. Deaf to the signals that a terminal sends to all of us. */
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            ids=' '
            while read -r change id; do
              case $change in
                +) ids="$ids$id " ;;
                -) ids="${ids%% "$id" *} ${ids#* "$id" }" ;;
              esac
            done
            kill -TERM $ids 2>/dev/null || exit 0
            for second in 1 2 3; do
              sleep 1
              kill -0 $ids 2>/dev/null || exit 0
            done
            kill -KILL $ids 2>/dev/null
            """;

    private final Process shell;
    private final OutputStream ids;

    Watchdog() {
        try {
            shell = new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start /bin/sh, which ends ffmpegs that outlive us", e);
        }
        ids = shell.getOutputStream();
    }

    void watch(long id) {
        tell("+ " + id);
    }

    /** The process is gone: its id may soon be another's. */
    void forget(long id) {
        tell("- " + id);
    }

    private void tell(String line) {
        try {
            ids.write((line + "\n").getBytes(US_ASCII));
            ids.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the shell that ends ffmpegs that outlive us is gone", e);
        }
    }

    /** Ends what is still watched, and itself. */
    @Override
    public void close() {
        try {
            ids.close();
            if (!shell.waitFor(10, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
            }
        } catch (IOException alreadyGone) {
            shell.destroyForcibly();
        } catch (InterruptedException e) {
            shell.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
