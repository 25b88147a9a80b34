package dev.headwater.server.launch;

import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.limits.HeapWatch;
import dev.headwater.server.metrics.MetricsRegistry;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.tracing.Trace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;

/** What a start would refuse beyond values that do not fit: the files that a configuration names. */
public final class StartCheck {
    private StartCheck() {}

    /**
     * Reads them as a start does. Blocks.
     *
     * @throws IllegalArgumentException with the file that is missing or wrong, and why
     */
    public static void check(NodeConfig config) {
        var vertx = Vertx.vertx();
        var registry = new MetricsRegistry();
        try {
            var tags =
                    new NodeMetrics.NodeTags(config.node().name(), config.node().zone(), "check", Version.TEXT);
            var running = RunningConfig.fixed(config);
            var metrics = new NodeMetrics(registry.registry(), tags);
            var node = new NodeRole.Surroundings(
                    running,
                    vertx,
                    metrics,
                    Trace.NONE,
                    HeapWatch.ofThisProcess(() -> 0),
                    Map::of,
                    ManagementPart.access(running, metrics),
                    () -> {});
            Future.all(
                            new AccessPart(node, (stream, to) -> () -> {}, (stream, from) -> false).check(),
                            TlsPart.check(node))
                    .await();
        } finally {
            registry.close();
            vertx.close().await();
        }
    }
}
