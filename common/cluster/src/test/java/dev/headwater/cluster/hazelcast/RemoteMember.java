package dev.headwater.cluster.hazelcast;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A {@link MemberProcess} as its parent sees it: frozen and killed by signals. Thread-safe. */
final class RemoteMember implements LabMember {
    private final String nodeId;
    private final Process process;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<String[]>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong();
    private final ExecutorService input =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

    /** Starts the process. {@code args} are those of {@link MemberProcess}. */
    RemoteMember(String nodeId, List<String> args) {
        this.nodeId = nodeId;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MemberProcess.class.getName()));
        command.addAll(args);
        try {
            File errors = Files.createDirectories(Path.of("target", "programs"))
                    .resolve("member-" + nodeId + ".err")
                    .toFile();
            process = new ProcessBuilder(command).redirectError(errors).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::readAnswers);
    }

    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Stops the process where it is (SIGSTOP): its sockets stay, and its clock goes on without it. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    @Override
    public String nodeId() {
        return nodeId;
    }

    @Override
    public CompletableFuture<Claim> claim(StreamKey key, ClaimPolicy policy, long ownEpoch) {
        return ask("claim\t%s\t%s\t%s\t%d".formatted(key.name(), nodeId, policy, ownEpoch))
                .thenApply(answer -> {
                    StreamRecord record = MemberProcess.record(answer, 3);
                    return answer[2].equals("granted")
                            ? new Claim.Granted(record, Optional.empty())
                            : new Claim.HeldBy(record);
                });
    }

    @Override
    public CompletableFuture<StreamRecord> announce(StreamRecord record) {
        return ask("announce\t" + MemberProcess.text(record)).thenApply(answer -> MemberProcess.record(answer, 2));
    }

    @Override
    public CompletableFuture<Void> release(StreamRecord record) {
        return ask("release\t" + MemberProcess.text(record)).thenApply(_ -> null);
    }

    @Override
    public CompletableFuture<Optional<StreamRecord>> find(StreamKey key) {
        return ask("find\t" + key.name()).thenApply(answer -> MemberProcess.found(answer, 2));
    }

    /** See {@link dev.headwater.cluster.StreamDirectory#reunited}. */
    CompletableFuture<?> reunited() {
        return ask("reunited");
    }

    @Override
    public CompletableFuture<Sight> sight() {
        return ask("view").thenApply(answer -> new Sight(Integer.parseInt(answer[2]), Boolean.parseBoolean(answer[3])));
    }

    @Override
    public CompletableFuture<Boolean> safe() {
        return ask("safe").thenApply(answer -> Boolean.parseBoolean(answer[2]));
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        input.shutdownNow();
    }

    private CompletableFuture<String[]> ask(String command) {
        long id = next.incrementAndGet();
        var answer = new CompletableFuture<String[]>();
        waiting.put(id, answer);
        input.execute(() -> {
            try {
                process.getOutputStream().write((id + "\t" + command + "\n").getBytes(UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.whenComplete((_, _) -> waiting.remove(id));
    }

    private void readAnswers() {
        try (var answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.equals("@ready")) {
                    ready.complete(null);
                } else if (line.startsWith("@")) {
                    take(line.substring(1).split("\t", -1));
                }
            }
        } catch (IOException e) {
            // Killed: what waits is told below.
        }
        var gone = new IOException("the process of " + nodeId + " is gone");
        ready.completeExceptionally(gone);
        waiting.values().forEach(answer -> answer.completeExceptionally(gone));
    }

    private void take(String[] fields) {
        var answer = waiting.get(Long.valueOf(fields[0]));
        if (answer != null) {
            if (fields[1].equals("ok")) {
                answer.complete(fields);
            } else {
                answer.completeExceptionally(new IOException(fields[2]));
            }
        }
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -%s ended with %d".formatted(name, exit));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("cannot send " + name, e);
        }
    }
}
