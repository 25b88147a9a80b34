package dev.headwater.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.Refusals;
import dev.headwater.media.StreamKey;
import dev.headwater.server.admin.HostNames;
import dev.headwater.server.admin.ManagementServer;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.limits.HeapWatch;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.tracing.Trace;
import dev.headwater.testkit.LogCapture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeAnnouncerTest {
    private final Vertx vertx = Vertx.vertx();
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("n", "", "origin", "test"));

    @AfterEach
    void close() {
        vertx.close();
    }

    private final LocalNodeDirectory nodes = new LocalNodeDirectory();
    private List<StreamKey> streams = List.of();
    private double players;
    private double hls;
    private String role = NodeRecord.ORIGIN;
    private int heapPercent;
    private final HeapWatch heap = new HeapWatch(() -> 80, () -> heapPercent);

    private NodeAnnouncer announcer(Map<String, Integer> ports) {
        return announcer(ports, ConfigLoader.of("rtmp.max-connections=10", "http.max-connections=20"));
    }

    private NodeAnnouncer announcer(Map<String, Integer> ports, NodeConfig config) {
        var node = new NodeRole.Surroundings(
                RunningConfig.fixed(config),
                vertx,
                metrics,
                Trace.NONE,
                heap,
                () -> ports,
                new ManagementServer.Access(List::of, HostNames.of(), status -> {}),
                () -> {});
        return new NodeAnnouncer(nodes, role, node, new NodeLoad(node, () -> players, () -> hls), () -> streams, 7);
    }

    @Test
    void onlyPortsThatAreOpenAreTold() {
        var record =
                announcer(Map.of("rtmp.port", 1935, "management.port", 40_123)).record();
        assertThat(record.ports().rtmp()).isEqualTo(1935);
        assertThat(record.ports().management()).isEqualTo(40_123);
        assertThat(record.ports().http()).isZero();
        assertThat(record.ports().relay()).isZero();
    }

    @Test
    void clientsAreToldTheAddressThatIsForThem() {
        var inside = announcer(Map.of(), ConfigLoader.of("node.host=10.0.0.7")).record();
        assertThat(inside.hosts().clients()).isEqualTo("10.0.0.7");

        var outside = announcer(Map.of(), ConfigLoader.of("node.host=10.0.0.7", "node.public-host=edge-7.example"))
                .record();
        assertThat(outside.hosts().clients()).isEqualTo("edge-7.example");
        assertThat(outside.hosts().node()).isEqualTo("10.0.0.7");
    }

    @Test
    void relayPortOfThisMachineAloneIsToldToBeThere() {
        var record = announcer(Map.of("relay.port", 19_350, "rtmps.port", 1_936, "https.port", 8_443))
                .record();
        assertThat(record.hosts().relay()).isEqualTo("127.0.0.1");
        assertThat(record.ports().rtmps()).isEqualTo(1_936);
        assertThat(record.ports().https()).isEqualTo(8_443);
        var closed = ConfigLoader.of("cluster.secret=" + "s".repeat(32), "node.host=192.0.2.7");
        assertThat(Settings.relayHost(closed)).isEqualTo("192.0.2.7");
    }

    @Test
    void nodeOfAnotherMachineIsWarnedOfWhileNothingProvesIt() {
        try (var log = LogCapture.of(ClusterMembership.class)) {
            ClusterMembership.warnOfAnotherMachine("here", InetAddress.getLoopbackAddress());
            ClusterMembership.warnOfAnotherMachine("there", InetAddress.ofLiteral("192.0.2.9"));
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("node=there is at another machine, 192.0.2.9, and without cluster.secret");
        }
    }

    @Test
    void streamsThatNeedNoPullAreTold() {
        var here = new StreamKey("live", "here");
        streams = List.of(here, new StreamKey("live", "here-too"));
        var told = announcer(Map.of()).record().streams();
        assertThat(told.mayHave(here)).isTrue();
        assertThat(told.mayHave(new StreamKey("live", "elsewhere"))).isFalse();
    }

    @Test
    void thatTheNodeDrainsIsToldAtOnceAndFromThenOn() {
        var announcer = announcer(Map.of());
        var part = announcer.part();
        part.start().await();
        assertThat(nodes.nodes().await()).singleElement().matches(node -> !node.draining());
        part.drain(Duration.ofSeconds(10)).await();
        assertThat(nodes.nodes().await()).singleElement().matches(NodeRecord::draining);
        assertThat(announcer.record().draining()).isTrue();
        part.stop().await();
        assertThat(nodes.nodes().await()).isEmpty();
    }

    @Test
    void forwardedPublishersAreLoad() {
        metrics.rtmp.connectionOpened();
        metrics.relay.connectionOpened();
        assertThat(announcer(Map.of()).record().load()).isEqualTo(0.2);
    }

    @Test
    void theFullerPortIsTheLoad() {
        metrics.rtmp.connectionOpened();
        metrics.http.connectionOpened();
        metrics.http.connectionOpened();
        metrics.http.connectionOpened();
        assertThat(announcer(Map.of()).record().load()).isEqualTo(0.15);
    }

    private NodeRecord record() {
        return announcer(Map.of()).record();
    }

    @Test
    void fullPortIsToldToRefuse() {
        assertThat(record().refusals()).isEqualTo(Refusals.NONE);
        for (int i = 0; i < 10; i++) {
            metrics.rtmp.connectionOpened();
        }
        assertThat(record().refusals()).isEqualTo(new Refusals(true, false, false));
        assertThat(record().load()).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            metrics.http.connectionOpened();
        }
        assertThat(record().refusals()).isEqualTo(new Refusals(true, true, false));
    }

    @Test
    void nodesThatComeDoNotMakeItRefusePlayers() {
        for (int i = 0; i < 6; i++) {
            metrics.rtmp.connectionOpened();
            metrics.relay.connectionOpened();
        }
        assertThat(record().load()).isEqualTo(1);
        assertThat(record().refusals()).isEqualTo(Refusals.NONE);
    }

    @Test
    void limitsOfPlayersAreLoadOfAnEdgeAndKeepNoBroadcasterFromAnOrigin() {
        players = 0.4;
        hls = 0.3;
        assertThat(record().load()).isZero();
        role = "edge";
        assertThat(record().load()).isEqualTo(0.4);
        hls = 1;
        assertThat(record().load()).isEqualTo(1);
        assertThat(record().refusals()).isEqualTo(new Refusals(false, false, true));
        players = 1;
        assertThat(record().refusals()).isEqualTo(new Refusals(true, true, true));
    }

    @Test
    void shortHeapRefusesAll() {
        heapPercent = 85;
        heap.look();
        assertThat(record().load()).isEqualTo(1);
        assertThat(record().refusals()).isEqualTo(new Refusals(true, true, true));
    }
}
