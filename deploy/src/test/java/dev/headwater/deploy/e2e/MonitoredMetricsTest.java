package dev.headwater.deploy.e2e;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.deploy.install.Monitoring;
import org.junit.jupiter.api.Test;

class MonitoredMetricsTest {
    @Test
    void whatAlertsAndDashboardsAskOfTheJvmAndOfLibrariesIsOnTheMetricsPage() {
        try (var cluster = new LiveCluster()) {
            var node = cluster.origin();
            System.gc(); // its pauses have series once there was one

            await().untilAsserted(() -> assertThat(node.get("management.port", "/metrics")
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> line.split("[{ ]", -1)[0])
                            .collect(toSet()))
                    .containsAll(Monitoring.metricsAskedFor().stream()
                            .filter(metric -> !metric.startsWith("headwater_"))
                            .toList()));
        }
    }

    @Test
    void aNodeTellsThatItIsReadyAndHowManyNodesItSees() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var edge = cluster.edge();

            await().untilAsserted(() -> {
                assertThat(origin.metric("headwater_cluster_nodes")).isEqualTo(2);
                assertThat(edge.metric("headwater_cluster_nodes")).isEqualTo(2);
                assertThat(edge.metric("headwater_ready")).isOne();
            });

            edge.stop().await();
            await().untilAsserted(() ->
                    assertThat(origin.metric("headwater_cluster_nodes")).isOne());
        }
    }
}
