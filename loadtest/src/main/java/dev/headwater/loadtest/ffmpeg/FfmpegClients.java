package dev.headwater.loadtest.ffmpeg;

import dev.headwater.loadtest.measure.FfmpegFigures;
import dev.headwater.loadtest.measure.FfmpegFigures.Role;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The ffmpeg processes of a run. They end with it in every case: in order by {@link #stop}, at a signal by a shutdown hook, and
 * when this JVM is killed by a watchdog. Confined to the thread of the run, except for what says otherwise.
 */
public final class FfmpegClients implements AutoCloseable {
    /** For a goodbye; after it SIGKILL. */
    private static final Duration GOODBYE = Duration.ofSeconds(3);

    private final FfmpegPlan plan;
    private final FfmpegProgram program;
    private final List<FfmpegClient> clients = new CopyOnWriteArrayList<>();
    private final Watchdog watchdog = new Watchdog();
    private final Thread hook = new Thread(this::end, "ffmpeg-end");
    private boolean closed;

    private FfmpegClients(FfmpegPlan plan, FfmpegProgram program) {
        this.plan = plan;
        this.program = program;
    }

    /**
     * Finds the program; nothing runs yet. Blocks.
     *
     * @throws IllegalArgumentException in one line, if there is no ffmpeg for the plan
     */
    public static FfmpegClients of(FfmpegPlan plan) {
        var clients = new FfmpegClients(plan, FfmpegProgram.find(plan.program(), plan.encodes()));
        Runtime.getRuntime().addShutdownHook(clients.hook);
        return clients;
    }

    /** Which ffmpeg it is, for people. */
    public String program() {
        return program.file() + " (" + program.version() + ")";
    }

    /** Starts a publisher of {@code url}. */
    public void publish(String url) {
        add(FfmpegClient.start(Role.PUBLISHER, url, FfmpegCommand.publish(program.file(), plan.input(), url)));
    }

    /** Starts a player of {@code url}. */
    public void play(String url) {
        add(FfmpegClient.start(Role.PLAYER, url, FfmpegCommand.play(program.file(), url)));
    }

    /** Waits until each has begun or ended, but no longer than {@code limit}. */
    public void awaitBegun(Duration limit) {
        CompletableFuture.allOf(clients.stream().map(FfmpegClient::begun).toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void add(FfmpegClient client) {
        watchdog.watch(client.id());
        clients.add(client);
    }

    /** How they are, for a line of progress. Any thread. */
    public String now() {
        return "ffmpeg: %s, %s".formatted(now(Role.PUBLISHER, "publish"), now(Role.PLAYER, "play"));
    }

    private String now(Role role, String verb) {
        var all = clients.stream().filter(client -> client.role() == role).toList();
        var running = all.stream().filter(FfmpegClient::isRunning).toList();
        double fps = running.stream().mapToDouble(FfmpegClient::fps).min().orElse(0);
        return String.format(Locale.ROOT, "%d/%d %s at %.1f fps or more", running.size(), all.size(), verb, fps);
    }

    /** Ends the players and then the publishers, and says what all of them did. Idempotent. Blocks for seconds at most. */
    public List<FfmpegFigures> stop() {
        close();
        return figures();
    }

    /** What they did so far, in the order of their starts. Any thread. */
    public List<FfmpegFigures> figures() {
        return clients.stream().map(FfmpegClient::figures).toList();
    }

    /** Any thread. */
    private void end() {
        end(Role.PLAYER);
        end(Role.PUBLISHER);
    }

    private void end(Role role) {
        var ending = clients.stream().filter(client -> client.role() == role).toList();
        ending.forEach(FfmpegClient::askToStop);
        long deadline = System.nanoTime() + GOODBYE.toNanos();
        ending.forEach(client -> client.awaitStop(deadline));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            end();
            clients.forEach(client -> watchdog.forget(client.id()));
            watchdog.close();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException shuttingDown) {
                // then it runs, and finds nothing left to do
            }
        }
    }
}
