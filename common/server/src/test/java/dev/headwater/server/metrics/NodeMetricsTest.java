package dev.headwater.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.DropReason;
import dev.headwater.media.hub.PulseReason;
import dev.headwater.media.hub.SlowReason;
import dev.headwater.server.metrics.NodeMetrics.NodeTags;
import dev.headwater.server.role.Protocol;
import dev.headwater.testkit.LogCapture;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeMetricsTest {
    private final MetricsRegistry registry = new MetricsRegistry();
    private final NodeMetrics metrics =
            new NodeMetrics(registry.registry(), new NodeTags("origin-0", "a", "origin", "1.0"));

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void scrapeTellsWhatWasCounted() {
        metrics.rtmp.connectionOpened();
        metrics.rtmp.connectionOpened();
        metrics.rtmp.connectionClosed();
        metrics.relay.plays(Protocol.RTMP).sentBytes.increment(188);
        metrics.pulls.increment();
        metrics.rtmp.rejected("BAD_CHUNK");
        metrics.rtmp.plays(Protocol.RTMP).firstFrame.record(Duration.ofMillis(120));
        assertThat(registry.scrape().lines())
                .contains(
                        "headwater_connections{port=\"rtmp\"} 1.0",
                        "headwater_connection_accepted_total{port=\"rtmp\"} 2.0",
                        "headwater_pulls 1.0",
                        "headwater_sent_bytes_total{port=\"relay\",protocol=\"rtmp\"} 188.0",
                        "headwater_connection_rejected_total{port=\"rtmp\",reason=\"bad_chunk\"} 1.0",
                        "headwater_player_first_frame_seconds_bucket{port=\"rtmp\",protocol=\"rtmp\",le=\"0.1\"} 0",
                        "headwater_player_first_frame_seconds_bucket{port=\"rtmp\",protocol=\"rtmp\",le=\"0.2\"} 1",
                        "headwater_node{node=\"origin-0\",role=\"origin\",version=\"1.0\",zone=\"a\"} 1.0");
    }

    @Test
    void streamsTrafficIsThatOfItsClientsAndNotOfNodes() {
        var show = new StreamKey("live", "show");
        metrics.rtmp.traffic(show).received(100);
        metrics.relay.traffic(show).received(100);
        metrics.rtmp.plays(Protocol.RTMP).traffic(show).sent(1);
        metrics.http.plays(Protocol.HLS).traffic(show).sent(2);
        metrics.relay.plays(Protocol.RTMP).traffic(show).sent(4);
        assertThat(metrics.traffic.known(show)).hasValueSatisfying(bytes -> {
            assertThat(bytes.received()).isEqualTo(100);
            assertThat(bytes.sent()).isEqualTo(3);
        });
    }

    @Test
    void scrapeTellsWhyTheFanOutDidWhatItDid() {
        metrics.fanout.pulse(PulseReason.VIDEO, 40_000_000, 1_000_000);
        metrics.fanout.pulse(PulseReason.STRETCH, 250_000_000, 200_000_000);
        metrics.fanout.pulse(PulseReason.STRETCH, 350_000_000, 300_000_000);
        metrics.fanout.dropped(SlowReason.LOOP_LATE, 7);
        metrics.fanout.withheld(DropReason.STALE);
        metrics.fanout.playerFailed();
        metrics.fanout.waitingToStart(5);
        metrics.fanout.waitingToStart(-2);
        assertThat(registry.scrape().lines())
                .contains(
                        "headwater_fanout_pulse_seconds_count{reason=\"video\"} 1",
                        "headwater_fanout_pulse_seconds_count{reason=\"stretch\"} 2",
                        "headwater_fanout_pulse_seconds_sum{reason=\"stretch\"} 0.6",
                        "headwater_fanout_pulse_seconds_max{reason=\"stretch\"} 0.35",
                        "headwater_fanout_pulse_seconds_count{reason=\"max_delay\"} 0",
                        "headwater_fanout_wait_seconds_sum{reason=\"stretch\"} 0.5",
                        "headwater_player_dropped_frames_total{reason=\"loop_late\"} 7.0",
                        "headwater_player_dropped_frames_total{reason=\"queue_bytes\"} 0.0",
                        "headwater_stream_withheld_frames_total{reason=\"stale\"} 1.0",
                        "headwater_player_failed_total 1.0",
                        "headwater_waiting_players 3.0");
    }

    @Test
    void scrapeTellsOfTheJvmAndItsDirectBuffers() {
        assertThat(registry.scrape())
                .contains(
                        "jvm_memory_used_bytes{area=\"heap\"",
                        "jvm_buffer_memory_used_bytes{id=\"direct\"}",
                        "jvm_gc_",
                        "jvm_threads_live_threads",
                        "process_files_open_files",
                        "netty_allocator_memory_used");
    }

    @Test
    void reasonsThatNeverEndShareOneSeries() {
        for (int i = 0; i < 1_000; i++) {
            metrics.rtmp.rejected("REASON_" + i);
        }
        metrics.rtmp.rejected("REASON_0");
        var rejected = registry.registry().find("headwater.connection.rejected").counters();
        assertThat(rejected).hasSize(ReasonCounters.MAX_REASONS + 1);
        assertThat(rejected.stream().mapToDouble(counter -> counter.count()).sum())
                .isEqualTo(1_001);
        var other = registry.registry()
                .get("headwater.connection.rejected")
                .tag("reason", ReasonCounters.OTHER)
                .counter();
        assertThat(other.count()).isEqualTo(1_000.0 - ReasonCounters.MAX_REASONS);
    }

    @Test
    void vertxCountsIntoTheSameRegistry() {
        var vertx = Vertx.builder()
                .with(new VertxOptions().setMetricsOptions(MetricsRegistry.vertxOptions("origin-0")))
                .withMetrics(registry.vertxFactory())
                .build();
        try {
            assertThat(registry.scrape()).contains("vertx_pool_");
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void blockedEventLoopShowsAsLag() {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        Timer lag = Timer.builder("lag").register(new SimpleMeterRegistry());
        try (var log = LogCapture.of(EventLoopLag.class);
                var _ = new EventLoopLag(((VertxInternal) vertx).nettyEventLoopGroup(), lag)) {
            await().until(() -> lag.count() >= 2);
            assertThat(lag.max(TimeUnit.MILLISECONDS)).isLessThan(2_000);
            vertx.runOnContext(nothing -> block(Duration.ofSeconds(3)));
            await().until(() -> lag.max(TimeUnit.MILLISECONDS) >= 2_000);
            await().until(() -> lag.totalTime(TimeUnit.MILLISECONDS) > 10 * lag.max(TimeUnit.MILLISECONDS));
            await().until(() -> log.lines().stream()
                    .anyMatch(line ->
                            line.matches("INFO event loop vert\\.x-eventloop-thread-\\d+ was late by \\d{4,} ms; .*")));
        } finally {
            vertx.close().await();
        }
    }

    private static void block(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }
}
