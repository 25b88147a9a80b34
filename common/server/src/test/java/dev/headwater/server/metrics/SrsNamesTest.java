package dev.headwater.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.role.Protocol;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SrsNamesTest {
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{.*})? ([0-9.E+-]+|NaN)");

    private final NodeMetrics.NodeTags tags = new NodeMetrics.NodeTags("a\"b\\c\nd", "z", "edge", "1.0");
    private final NodeMetrics metrics = new NodeMetrics(new SimpleMeterRegistry(), tags);

    @Test
    void totalsStandUnderTheNamesOfSrs() {
        metrics.rtmp.connectionOpened();
        metrics.relay.connectionOpened();
        metrics.relay.connectionClosed();
        metrics.rtmp.plays(Protocol.RTMP).sentBytes.increment(1_500);
        metrics.rtmp.rejected("BAD_CHUNK");
        var lines = new SrsNames(metrics, tags).text().lines().toList();
        assertThat(lines)
                .contains(
                        "srs_clients 1.0",
                        "# TYPE srs_clients_total counter",
                        "srs_clients_total 2.0",
                        "srs_clients_errs_total 1.0",
                        "srs_send_bytes_total 1500.0",
                        "srs_receive_bytes_total 0.0",
                        "srs_streams 0.0");
        assertThat(names(lines)).contains("srs_node_uname_info", "srs_build_info", "srs_cpu_percent", "srs_memory");
    }

    private static List<String> names(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> {
                    var sample = SAMPLE.matcher(line);
                    assertThat(sample.matches()).as(line).isTrue();
                    return sample.group(1);
                })
                .toList();
    }

    @Test
    void nameOfTheNodeCannotBreakALine() {
        assertThat(new SrsNames(metrics, tags).text()).contains("nodename=\"a\\\"b\\\\c\\nd\"");
    }
}
