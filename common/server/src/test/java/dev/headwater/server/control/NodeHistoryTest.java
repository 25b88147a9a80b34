package dev.headwater.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.Protocol;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NodeHistoryTest {
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("a", "z", "edge", "0"));
    private long milliseconds = 1_000_000_000_000L;
    private final NodeHistory history = new NodeHistory(
            metrics, () -> Instant.ofEpochMilli(milliseconds), () -> TimeUnit.MILLISECONDS.toNanos(milliseconds));

    private void sampleAfter(long ms) {
        milliseconds += ms;
        history.sample();
    }

    @Test
    void ratesAreOfTheTimeBetweenTwoSamples() {
        metrics.rtmp.plays(Protocol.RTMP).players.add(3);
        metrics.rtmp.plays(Protocol.RTMP).sentBytes.increment(5_000_000);
        metrics.relay.plays(Protocol.RTMP).sentBytes.increment(1_250_000);
        metrics.rtmp.receivedBytes.increment(2_500_000);
        sampleAfter(10_000);
        sampleAfter(10_000);
        var samples = history.since(0);
        var first = samples.getFirst();
        assertThat(first.at()).isEqualTo(1_000_000_010L);
        assertThat(first.players()).isEqualTo(3);
        assertThat(first.sentBits()).isEqualTo(4_000_000);
        assertThat(first.relayedBits()).isEqualTo(1_000_000);
        assertThat(first.receivedBits()).isEqualTo(2_000_000);
        assertThat(samples.getLast().sentBits()).isZero();
    }

    @Test
    void samplesOfAllNodesHaveTheSameTimesAndNoneTwice() {
        sampleAfter(9_400);
        sampleAfter(2_000);
        sampleAfter(8_900);
        assertThat(history.since(0)).extracting(NodeSample::at).containsExactly(1_000_000_010L, 1_000_000_020L);
        assertThat(history.since(1_000_000_010L)).extracting(NodeSample::at).containsExactly(1_000_000_020L);
    }

    @Test
    void anHourIsKept() {
        for (int i = 0; i < 400; i++) {
            sampleAfter(10_000);
        }
        var samples = history.since(0);
        assertThat(samples).hasSize(360);
        assertThat(samples.getLast().at() - samples.getFirst().at()).isEqualTo(3_590);
    }

    @Test
    void sampleIsReadAsItWasWritten() {
        var sample = new NodeSample(1_000_000_010L, 5, 1, 8e6, 4e9, 12e6, 2.5, 0.25);
        assertThat(NodeSample.read(new Fields(new JsonObject(sample.json().encode()))))
                .isEqualTo(sample);
    }
}
