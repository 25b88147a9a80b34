package dev.headwater.server.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.Protocol;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MachineTest {
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("a", "z", "edge", "0"));

    @Test
    void versionHasThreeNumbersWhateverItIs() {
        assertThat(version("1.20.3-SNAPSHOT")).isEqualTo("1 20 3 1.20.3-SNAPSHOT");
        assertThat(version("development")).isEqualTo("0 0 0 development");
        assertThat(version("2")).isEqualTo("2 0 0 2");
    }

    private String version(String text) {
        JsonObject json = new Machine(text, metrics).version();
        return "%s %s %s %s"
                .formatted(
                        json.getValue("major"),
                        json.getValue("minor"),
                        json.getValue("revision"),
                        json.getValue("version"));
    }

    @Test
    void summaryCountsWhatThePortsDo() {
        metrics.rtmp.connectionOpened();
        metrics.relay.connectionOpened();
        metrics.rtmp.receivedBytes.increment(1_000);
        metrics.relay.plays(Protocol.RTMP).sentBytes.increment(500);
        var system = new Machine("1.0", metrics).summary(Instant.EPOCH).getJsonObject("system");
        assertThat(system.getInteger("conn_srs")).isEqualTo(2);
        assertThat(system.getInteger("srs_recv_bytes")).isEqualTo(1_000);
        assertThat(system.getInteger("srs_send_bytes")).isEqualTo(500);
    }
}
