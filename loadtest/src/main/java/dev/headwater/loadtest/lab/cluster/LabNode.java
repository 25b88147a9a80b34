package dev.headwater.loadtest.lab.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headwater.loadtest.lab.machine.Place;
import dev.headwater.loadtest.lab.machine.ProcessFigures;
import dev.headwater.loadtest.lab.machine.ProcessState;
import dev.headwater.loadtest.process.ChildProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** A node in a process of its own, and what may befall it. Confined to the lab's thread. */
public final class LabNode {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(?:Z|[+-]\\d\\d:\\d\\d)");

    private final Path logFile;
    private final PrintStream log;
    private NodeSpec spec;
    private Place place;
    private NodeApi api;
    private List<String> command;
    private ChildProcess process;

    private LabNode(NodeSpec spec, Place place, Path logFile, List<String> command) {
        this.spec = spec;
        this.place = place;
        this.logFile = logFile;
        this.command = command;
        api = new NodeApi(place);
        log = open(logFile);
        process = ChildProcess.start(spec.name(), command, log);
    }

    /**
     * Starts it; it is not ready yet.
     *
     * @param command as it is run there
     */
    static LabNode start(NodeSpec spec, Place place, List<String> command, Path logFolder) {
        return new LabNode(spec, place, logFolder.resolve(spec.name() + ".log"), command);
    }

    private static PrintStream open(Path file) {
        try {
            return new PrintStream(file.toFile(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return spec.name();
    }

    public NodeSpec spec() {
        return spec;
    }

    public Place place() {
        return place;
    }

    public NodeApi api() {
        return api;
    }

    /** What it has logged so far that has {@code part}, in lines. */
    public List<String> logLines(String part) {
        log.flush();
        try {
            return Files.readAllLines(logFile).stream()
                    .filter(line -> line.contains(part))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When it logged the lines that have {@code part}, by this machine's clock. */
    public List<Instant> logTimes(String part) {
        return logLines(part).stream()
                .flatMap(line -> TIME.matcher(line).results())
                .map(found -> OffsetDateTime.parse(found.group()).toInstant())
                .toList();
    }

    public long pid() {
        return process.handle().pid();
    }

    public ProcessState state() {
        return ProcessState.of(pid());
    }

    /** SIGKILL. */
    public void kill() {
        process.handle().destroyForcibly();
    }

    /** SIGTERM. */
    public void terminate() {
        process.askToStop();
    }

    /** SIGSTOP. */
    public void freeze() {
        ProcessState.stop(pid());
    }

    /** SIGCONT. */
    public void thaw() {
        ProcessState.resume(pid());
    }

    /** The processor time that it has used so far. */
    public Duration cpu() {
        return ProcessFigures.cpu(pid());
    }

    /** How many files and sockets it has open. */
    public long openDescriptors() {
        return ProcessFigures.openDescriptors(pid());
    }

    /** Whether its process is of that version. */
    public boolean runs(Distribution version) {
        return process.handle().info().commandLine().filter(version::isIn).isPresent();
    }

    /** Starts it again after its end, at the same place and with the same settings. */
    public void startAgain() {
        startAgain(spec, place, command);
    }

    /**
     * The same, but as another node of the name, or at another place.
     *
     * @param otherCommand as it is run there
     */
    void startAgain(NodeSpec other, Place otherPlace, List<String> otherCommand) {
        if (state() != ProcessState.GONE) {
            throw new IllegalStateException(name() + " still runs");
        }
        spec = other;
        command = otherCommand;
        place = otherPlace;
        api = new NodeApi(place);
        process = ChildProcess.start(spec.name(), command, log);
    }

    /** Waits for its end. @return its exit status; empty if it runs on */
    public Optional<Integer> awaitEnd(Duration patience) throws InterruptedException {
        try {
            return Optional.of(process.ended()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .exitValue());
        } catch (TimeoutException stillRuns) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The end of the round: whatever state it is in, it goes. */
    void end() {
        kill();
        process.awaitStop(STOP_PATIENCE);
        log.close();
    }
}
