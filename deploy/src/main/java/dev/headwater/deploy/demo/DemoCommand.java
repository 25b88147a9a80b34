package dev.headwater.deploy.demo;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.headwater.loadtest.process.ChildProcess;
import dev.headwater.loadtest.process.FreePorts;
import dev.headwater.loadtest.process.Readiness;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code headwater demo}: a whole network on one machine, until Ctrl-C. */
@Command(
        name = "demo",
        description = "Run an origin and an edge on this machine, joined in one cluster, publishing open to everybody "
                + "who reaches the port. Ctrl-C ends both.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    @Option(names = "--test-pattern", description = "Publish a moving test picture with a tone.")
    private boolean testPattern;

    @Option(
            names = "--origin-port",
            paramLabel = "PORT",
            defaultValue = "1935",
            description = "RTMP port of the origin; the next free one if it is taken. Default: ${DEFAULT-VALUE}.")
    private int originPort;

    @Option(
            names = "--edge-port",
            paramLabel = "PORT",
            defaultValue = "1936",
            description = "RTMP port of the edge, in the same way. Default: ${DEFAULT-VALUE}.")
    private int edgePort;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address for broadcasters and players; 0.0.0.0 lets other machines in. "
                    + "Default: ${DEFAULT-VALUE}.")
    private String listen = "127.0.0.1";

    private final PrintStream out = System.out;
    private final List<ChildProcess> children = new CopyOnWriteArrayList<>();
    private final CountDownLatch signalled = new CountDownLatch(1);
    private volatile boolean finished;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::endBySignal, "demo-end"));
        try {
            return run();
        } finally {
            // Ctrl-C reaches the nodes as well as us: an end of theirs may be the first that we hear of it.
            finished = !signalled.await(1, SECONDS);
            stopChildren();
        }
    }

    private int run() throws InterruptedException, ExecutionException {
        var ports = new FreePorts();
        var origin = DemoNode.at("origin", originPort, ports);
        var edge = DemoNode.at("edge", edgePort, ports);
        sayIfMoved(origin, originPort);
        sayIfMoved(edge, edgePort);
        say("starting an origin and an edge");
        var nodes = List.of(origin, edge);
        String cluster = "headwater-demo-" + ProcessHandle.current().pid();
        nodes.forEach(node -> children.add(node.start(cluster, listen, nodes, out)));
        var ended = CompletableFuture.anyOf(
                children.stream().map(ChildProcess::ended).toArray(CompletableFuture<?>[]::new));
        if (awaitReady(nodes, ended)) {
            String stream = testPattern ? "test" : "demo";
            out.println(DemoText.welcome(origin, edge, stream));
            if (testPattern) {
                startTestPattern(DemoText.url(origin, stream));
            }
            ended.join(); // a demo without one of its nodes is none
        }
        return 1;
    }

    /** Whether all are ready in time, looking again and again; gives up at once if a node ends. */
    private boolean awaitReady(List<DemoNode> nodes, Future<?> ended) throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        try (var readiness = new Readiness()) {
            while (System.nanoTime() < deadline) {
                if (isReady(readiness, nodes.getFirst()) && isReady(readiness, nodes.getLast())) {
                    return true;
                }
                try {
                    ended.get(BETWEEN_LOOKS.toMillis(), MILLISECONDS);
                    return false;
                } catch (TimeoutException stillStarting) {
                    // as hoped
                }
            }
        }
        say("not ready after %d s; see what the nodes said above".formatted(START_PATIENCE.toSeconds()));
        return false;
    }

    private static boolean isReady(Readiness readiness, DemoNode node) throws InterruptedException {
        return readiness.of("127.0.0.1", node.management());
    }

    private void startTestPattern(String url) {
        TestPattern.start(url, out)
                .ifPresentOrElse(
                        children::add, () -> say("no test pattern, then; with an ffmpeg, start the demo again"));
    }

    /** The shutdown hook. Ctrl-C and SIGTERM are the proper ends of a demo, so the exit code is then 0. */
    private void endBySignal() {
        if (!finished) {
            signalled.countDown();
            stopChildren();
            Runtime.getRuntime().halt(0);
        }
    }

    private void stopChildren() {
        children.forEach(ChildProcess::askToStop);
        children.forEach(child -> child.awaitStop(STOP_PATIENCE));
    }

    private void sayIfMoved(DemoNode node, int wanted) {
        if (node.rtmp() != wanted) {
            say("port %d is taken: the %s listens on %d".formatted(wanted, node.role(), node.rtmp()));
        }
    }

    private void say(String line) {
        out.println("demo   | " + line);
    }
}
