package dev.headwater.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.Seeds;
import dev.headwater.cluster.Succession;
import dev.headwater.media.hub.FanoutSettings;
import dev.headwater.rtmp.session.ServerSettings;
import dev.headwater.rtmp.session.SessionLimits;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.limits.HeapWatch;
import dev.headwater.server.metrics.NodeMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final HeapWatch HEAP = HeapWatch.ofThisProcess(() -> 0);
    private static final NodeMetrics METRICS =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("n", "z", "edge", "test"));

    @Test
    void defaultsAreTheSameOnBothSides() {
        var config = ConfigLoader.of();
        assertThat(Settings.sessionLimits(config.rtmp())).isEqualTo(SessionLimits.DEFAULTS);
        assertThat(Settings.session(config.rtmp())).isEqualTo(ServerSettings.DEFAULTS);
        assertThat(Settings.cluster(config, false).succession()).isEqualTo(Succession.DEFAULT);
    }

    @Test
    void everyLimitOfASessionComesFromItsOwnKey() {
        var config = ConfigLoader.of(
                "rtmp.max-message-bytes=70001",
                "rtmp.max-unauthorised-message-bytes=60002",
                "rtmp.max-chunk-streams=13",
                "rtmp.max-partial-bytes=70004",
                "rtmp.max-amf-depth=15",
                "rtmp.max-amf-nodes=76",
                "rtmp.max-message-streams=7",
                "rtmp.max-name-bytes=18",
                "rtmp.max-metadata-bytes=1039");
        assertThat(Settings.sessionLimits(config.rtmp()))
                .isEqualTo(new SessionLimits(70_001, 60_002, 13, 70_004, 15, 76, 7, 18, 1_039));
    }

    @Test
    void memberOfTheClusterIsToldWhereItIs() {
        var settings = Settings.cluster(
                ConfigLoader.of(
                        "node.name=edge-0",
                        "node.zone=z",
                        "node.host=10.0.0.9",
                        "cluster.name=c",
                        "cluster.host=10.0.0.8",
                        "cluster.port=1",
                        "cluster.event-bus-port=2",
                        "cluster.members=a:5701"),
                true);
        assertThat(settings.clusterName()).isEqualTo("c");
        assertThat(settings.nodeId()).isEqualTo("edge-0");
        assertThat(settings.zone()).isEqualTo("z");
        assertThat(settings.publicHost()).isEqualTo("10.0.0.9");
        assertThat(settings.bindHost()).isEqualTo("10.0.0.8");
        assertThat(settings.port()).isEqualTo(1);
        assertThat(settings.eventBusPort()).isEqualTo(2);
        assertThat(settings.seeds()).isEqualTo(Seeds.members(List.of("a:5701")));
        assertThat(settings.lite()).isTrue();
        assertThat(Settings.cluster(ConfigLoader.of("cluster.port=1", "cluster.dns-name=all.example"), true)
                        .seeds())
                .isEqualTo(new Seeds.DnsName("all.example", 1));
    }

    @Test
    void framesAreGatheredAsTheirAppSays() {
        var config = ConfigLoader.of(
                "fanout.max-stretch=7ms", "apps.live.fanout.max-delay=8ms", "apps.a/b.fanout.max-stretch=9ms");
        var fanout = Settings.hub(config, METRICS, HEAP).fanout();
        assertThat(fanout.apply("other")).isEqualTo(new FanoutSettings(Duration.ofMillis(40), Duration.ofMillis(7)));
        assertThat(fanout.apply("live")).isEqualTo(new FanoutSettings(Duration.ofMillis(8), Duration.ofMillis(7)));
        assertThat(fanout.apply("a/b")).isEqualTo(new FanoutSettings(Duration.ofMillis(40), Duration.ofMillis(9)));
    }

    @Test
    void oneAppMayRefuseASecondPublisherWhereOthersTakeOver() {
        var policy = Settings.publishPolicy(RunningConfig.fixed(ConfigLoader.of("apps.studio.publish.policy=refuse")));
        assertThat(policy.apply("live")).isEqualTo(ClaimPolicy.TAKEOVER);
        assertThat(policy.apply("studio")).isEqualTo(ClaimPolicy.REFUSE);
    }

    @Test
    void limitsOfTheHubComeFromTheirOwnKeys() {
        var limits = Settings.hub(
                ConfigLoader.of(
                        "gop-cache.max-duration=1s",
                        "gop-cache.max-bytes=2",
                        "player.queue-duration=3s",
                        "player.queue-bytes=70004",
                        "player.stuck-after=5s"),
                METRICS,
                HEAP);
        assertThat(limits.gopDuration()).isEqualTo(Duration.ofSeconds(1));
        assertThat(limits.gopBytes().getAsInt()).isEqualTo(2);
        assertThat(limits.queueDuration()).isEqualTo(Duration.ofSeconds(3));
        assertThat(limits.queueBytes()).isEqualTo(70_004);
        assertThat(limits.stuckAfter()).isEqualTo(Duration.ofSeconds(5));
    }
}
