package dev.headwater.testkit.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A process with a JVM of its own, as its parent sees it: frozen and killed by signals, asked by lines. Its main class serves
 * with {@link ChildSide}. Thread-safe.
 *
 * <pre>
 *   7 find k1 --stdin--&gt;     &lt;--stdout-- @7 ok 2 o1     an answer         (fields are separated by tabs)
 *                            &lt;--stdout-- @! news        what it tells of itself
 * </pre>
 */
public final class ChildJvm {
    private static final long STARTS_WITHIN_SECONDS = 60;

    private final String name;
    private final Process process;
    private final Consumer<String[]> news;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<String[]>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong();
    private final ExecutorService input =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

    /**
     * Starts it.
     *
     * @param news gets the fields of what it tells of itself, on one thread, in order
     */
    public ChildJvm(String name, Class<?> main, List<String> args, Consumer<String[]> news) {
        this.name = name;
        this.news = news;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(args);
        try {
            File errors = Files.createDirectories(Path.of("target", "programs"))
                    .resolve("child-" + name + ".err")
                    .toFile();
            process = new ProcessBuilder(command).redirectError(errors).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::read);
    }

    /** Completes when it serves; if that takes too long, it is killed. */
    public CompletableFuture<Void> ready() {
        return ready.orTimeout(STARTS_WITHIN_SECONDS, TimeUnit.SECONDS).whenComplete((_, failure) -> {
            if (failure != null) {
                kill();
            }
        });
    }

    /** Asks {@code fields}, and completes with those of its answer. */
    public CompletableFuture<String[]> ask(String... fields) {
        long id = next.incrementAndGet();
        var answer = new CompletableFuture<String[]>();
        waiting.put(id, answer);
        input.execute(() -> {
            try {
                process.getOutputStream().write((id + "\t" + String.join("\t", fields) + "\n").getBytes(UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.whenComplete((_, _) -> waiting.remove(id));
    }

    /** See {@link LabMember#sight}; {@link ChildSide} answers it. */
    public CompletableFuture<LabMember.Sight> sight() {
        return ask(ChildSide.VIEW)
                .thenApply(answer -> new LabMember.Sight(Integer.parseInt(answer[0]), Boolean.parseBoolean(answer[1])));
    }

    /** See {@link LabMember#safe}; {@link ChildSide} answers it. */
    public CompletableFuture<Boolean> safe() {
        return ask(ChildSide.SAFE).thenApply(answer -> Boolean.parseBoolean(answer[0]));
    }

    /** Stops the process where it is (SIGSTOP): its sockets stay, and its clock goes on without it. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    /** Ends it, and waits until what it said before is read (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
        ended.join();
        input.shutdownNow();
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("@")) {
                    take(line.substring(1).split("\t", -1));
                }
            }
        } catch (IOException e) {
            // Killed: what waits is told below.
        } finally {
            ended.complete(null);
        }
        var gone = new IOException("the process of " + name + " is gone");
        ready.completeExceptionally(gone);
        waiting.values().forEach(answer -> answer.completeExceptionally(gone));
    }

    private void take(String[] fields) {
        if (fields[0].equals(ChildSide.READY)) {
            ready.complete(null);
        } else if (fields[0].equals(ChildSide.NEWS)) {
            news.accept(Arrays.copyOfRange(fields, 1, fields.length));
        } else {
            var answer = waiting.get(Long.valueOf(fields[0]));
            if (answer == null) {
                return;
            }
            if (fields[1].equals(ChildSide.OK)) {
                answer.complete(Arrays.copyOfRange(fields, 2, fields.length));
            } else {
                answer.completeExceptionally(new IOException(fields[2]));
            }
        }
    }

    private void signal(String signal) {
        try {
            int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -%s ended with %d".formatted(signal, exit));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("cannot send " + signal, e);
        }
    }
}
