package dev.headwater.server.metrics;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Our totals under the names that SRS gives its own, for dashboards that were made for it. Written by hand, since a registry takes no
 * counter {@code srs_clients_total} beside a gauge {@code srs_clients}. Thread-safe; reads a file of the kernel.
 */
public final class SrsNames {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final double PERCENT = 100;
    private static final double KIB = 1_024;

    private final NodeMetrics node;
    private final NodeMetrics.NodeTags tags;

    public SrsNames(NodeMetrics node, NodeMetrics.NodeTags tags) {
        this.node = node;
        this.tags = tags;
    }

    /** In the Prometheus text format 0.0.4, to stand behind the rest of a page. */
    public String text() {
        var page = new Page();
        page.info(
                "srs_node_uname_info",
                Map.of(
                        "sysname", System.getProperty("os.name", ""),
                        "nodename", tags.name(),
                        "release", System.getProperty("os.version", ""),
                        "machine", System.getProperty("os.arch", "")));
        page.info(
                "srs_build_info",
                Map.of(
                        "server", tags.name(),
                        "service", "headwater",
                        "pid", Long.toString(ProcessHandle.current().pid()),
                        "version", tags.version()));
        page.gauge("srs_cpu_percent", Math.max(0, SYSTEM.getProcessCpuLoad()) * PERCENT);
        page.gauge("srs_memory", ResidentMemory.bytes() / KIB);
        page.counter("srs_send_bytes_total", sum(PortMeters::sentBytes));
        page.counter("srs_receive_bytes_total", sum(port -> port.receivedBytes.count()));
        page.gauge("srs_streams", (double) node.streams.value());
        page.gauge("srs_clients", sum(port -> (double) port.connections.value()));
        page.counter("srs_clients_total", sum(port -> port.acceptedConnections.count()));
        page.counter("srs_clients_errs_total", sum(PortMeters::rejectedConnections));
        return page.text.toString();
    }

    private double sum(ToDoubleFunction<PortMeters> figure) {
        return List.of(node.rtmp, node.relay, node.http).stream()
                .mapToDouble(figure)
                .sum();
    }

    private static final class Page {
        private final StringBuilder text = new StringBuilder();

        void info(String name, Map<String, String> labels) {
            String all = labels.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                    .collect(Collectors.joining(","));
            line(name, "gauge", "{" + all + "}", 1);
        }

        void gauge(String name, double value) {
            line(name, "gauge", "", value);
        }

        void counter(String name, double value) {
            line(name, "counter", "", value);
        }

        private void line(String name, String type, String labels, double value) {
            text.append("# TYPE %s %s\n%s%s %s\n".formatted(name, type, name, labels, value));
        }

        private static String escaped(String value) {
            return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        }
    }
}
