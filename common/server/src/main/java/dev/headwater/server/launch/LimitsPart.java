package dev.headwater.server.launch;

import dev.headwater.cluster.UsesDirectory;
import dev.headwater.server.config.ClusterSecrets;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.limits.ClusterLimiter;
import dev.headwater.server.limits.ConnectRate;
import dev.headwater.server.limits.Counted;
import dev.headwater.server.limits.Limit;
import dev.headwater.server.limits.OpenConnections;
import dev.headwater.server.limits.PortLimits;
import dev.headwater.server.limits.UsesAnnouncer;
import dev.headwater.server.limits.UsesElsewhere;
import io.vertx.core.Future;
import java.time.Duration;

/** How many may publish and play, as a part of the node: tells the other nodes who is here, and hears of theirs. */
public final class LimitsPart implements Part {
    private final UsesDirectory directory;
    private final UsesElsewhere elsewhere;
    private final ClusterLimiter limiter;
    private final PortLimits limits;
    private final PeriodicPart announcing;

    /** Of connections, a second. */
    private record Rates(int perAddress, int perNode) {
        static Rates of(NodeConfig config) {
            return new Rates(
                    config.limits().connectsPerAddress(), config.limits().connectsPerNode());
        }
    }

    public LimitsPart(NodeRole.Surroundings node, UsesDirectory directory) {
        this.directory = directory;
        var config = node.config();
        var running = node.running();
        var values = Settings.limits(running);
        elsewhere = new UsesElsewhere(config.node().name(), config.cluster().recordLife(), System::nanoTime);
        var numbers = new Counted(
                ClusterSecrets.read(config.cluster()).stream().findFirst().orElse(""));
        limiter = new ClusterLimiter(
                values, numbers, elsewhere, () -> running.now().limits().batch());
        limits = new PortLimits(
                node.heap().guard(limiter),
                new OpenConnections(
                        () -> running.now().limits().connectionsPerAddress(),
                        running.derived(
                                Rates::of,
                                rates -> new ConnectRate(rates.perAddress, rates.perNode, System::nanoTime))),
                app -> values.most(Limit.PUBLISH_KBPS, app),
                () -> running.now().limits().publishWindow());
        var announcer = new UsesAnnouncer(
                node.vertx(),
                directory,
                config.node().name(),
                limiter,
                () -> running.now().limits().window());
        announcing = new PeriodicPart(
                name(), node.vertx(), config.cluster().announceInterval(), announcer::refresh, announcer::withdraw);
    }

    /** Those of the ports that clients come to. */
    public PortLimits limits() {
        return limits;
    }

    /** Who is here, against what may be in the whole cluster. */
    ClusterLimiter limiter() {
        return limiter;
    }

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public Future<?> start() {
        directory.watch(elsewhere);
        return announcing.start();
    }

    @Override
    public Future<?> drain(Duration limit) {
        return announcing.drain(limit);
    }

    @Override
    public Future<?> stop() {
        return announcing.stop();
    }
}
