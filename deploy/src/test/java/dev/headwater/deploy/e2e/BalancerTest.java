package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.deploy.install.BalancerConfiguration;
import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import dev.headwater.testkit.Ports;
import dev.headwater.testkit.RunningProgram;
import dev.headwater.testkit.SystemClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The balancer's configuration that operators are given, with a real haproxy before real nodes. */
class BalancerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ONLY_BY_PROXY_PROTOCOL = "rtmp.proxies=127.0.0.1";

    private final int ingest = Ports.free();
    private final int playback = Ports.free();
    private final int statistics = Ports.free();

    @TempDir
    private Path folder;

    @Test
    void anEncoderComesBackThroughItWhenItsOriginDiesAndViewersStay() throws IOException {
        SystemClients.haproxy();
        try (var cluster = new LiveCluster(ONLY_BY_PROXY_PROTOCOL)) {
            var settings = cluster.settings("doomed");
            settings.addAll(List.of("rtmp.port=" + Ports.free(), "management.port=" + Ports.free()));
            try (var doomed = NodeProcess.start("origin", settings)) {
                NodeProcess.port(doomed);
                var survivor = cluster.origin();
                var edges = List.of(cluster.edge(), cluster.edge());
                try (var haproxy = balancer(settings, survivor, edges);
                        var lost = Ffmpeg.shipped().publish(Clip.H264_AAC, url(ingest))) {
                    awaitOwner(edges, haproxy);
                    try (var viewer = Ffmpeg.shipped().watch(url(playback), Duration.ofSeconds(10))) {
                        await("the viewer at an edge")
                                .atMost(PATIENCE)
                                .until(() -> edges.stream()
                                                .mapToDouble(BalancerTest::players)
                                                .sum()
                                        == 1);
                        doomed.kill();
                        // ffmpeg does not come back by itself, whoever is behind it does, as often as it takes
                        lost.awaitExit(PATIENCE);
                        try (var back = Ffmpeg.shipped().publish(Clip.H264_AAC, url(ingest))) {
                            viewer.awaitSuccess(PATIENCE);
                            assertThat(back.isRunning()).as(back::output).isTrue();
                        }
                        assertThat(survivor.metric("headwater_connection_rejected_total", "reason=\"proxy"))
                                .isZero();
                    }
                }
            }
        }
    }

    /** The encoder's connections go to the doomed origin alone until that is gone: the other one is its backup. */
    private RunningProgram balancer(List<String> doomed, LiveNode survivor, List<LiveNode> edges) throws IOException {
        var configuration = BalancerConfiguration.read()
                .bound(1935, ingest)
                .bound(2935, playback)
                .bound(8080, Ports.free())
                .bound(8404, statistics)
                .server("origin-1", 1935, port(doomed, "rtmp"), port(doomed, "management"))
                .server("origin-2", 1935, Integer.toString(survivor.rtmpPort()), management(survivor) + " backup");
        for (var edge : Map.of("edge-1", edges.get(0), "edge-2", edges.get(1)).entrySet()) {
            var node = edge.getValue();
            configuration =
                    configuration.server(edge.getKey(), 1935, Integer.toString(node.rtmpPort()), management(node));
        }
        var file = Files.writeString(
                folder.resolve("haproxy.cfg"), configuration.onlyPlaced().text());
        var haproxy = RunningProgram.start(List.of(SystemClients.haproxy().toString(), "-db", "-f", file.toString()));
        await("haproxy listens").atMost(PATIENCE).until(() -> accepts(statistics));
        return haproxy;
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void awaitOwner(List<LiveNode> edges, RunningProgram haproxy) {
        await("the stream in the directory")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(edges.getFirst().streams())
                        .as(haproxy.output())
                        .containsExactly("balanced@doomed"));
    }

    private static double players(LiveNode edge) {
        return edge.metric("headwater_players", "port=\"rtmp\"");
    }

    private static String url(int port) {
        return "rtmp://127.0.0.1:%d/live/balanced".formatted(port);
    }

    private static String management(LiveNode node) {
        return Integer.toString(node.node().port("management.port"));
    }

    private static String port(List<String> settings, String server) {
        return settings.stream()
                .filter(setting -> setting.startsWith(server + ".port="))
                .map(setting -> setting.substring(setting.indexOf('=') + 1))
                .reduce((first, last) -> last)
                .orElseThrow();
    }
}
