package dev.headwater.loadtest.lab.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpServer;
import dev.headwater.loadtest.lab.machine.Place;
import dev.headwater.loadtest.lab.machine.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeApiTest {
    private static final String FIGURES = """
            headwater_players{port="relay",protocol="rtmp"} 2.0
            headwater_players{port="rtmp",protocol="rtmp"} 3.0
            headwater_pull_failed_total 0.0
            """;

    private final HttpServer node;
    private final NodeApi api;

    NodeApiTest() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/metrics", exchange -> {
            byte[] body = FIGURES.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        int port = node.getAddress().getPort();
        api = new NodeApi(new Place(
                "edge-1",
                InetAddress.getLoopbackAddress().getHostAddress(),
                new Ports(port, port, port, port, port, port),
                List.of()));
    }

    @BeforeEach
    void start() {
        node.start();
    }

    @AfterEach
    void stop() {
        node.stop(0);
    }

    @Test
    void aMetricIsTheSumOfItsSeries() throws InterruptedException {
        assertThat(api.metric("headwater_players", Map.of())).hasValue(5.0);
        assertThat(api.metric("headwater_players", Map.of("port", "relay"))).hasValue(2.0);
        assertThat(api.metric("headwater_pull_failed_total", Map.of())).hasValue(0.0);
    }

    @Test
    void aMetricThatTheNodeDoesNotHaveIsNoZero() {
        assertThatIllegalStateException()
                .isThrownBy(() -> api.metric("headwater_pulls_failed_total", Map.of()))
                .withMessageContaining("headwater_pulls_failed_total");
        assertThatIllegalStateException()
                .isThrownBy(() -> api.metric("headwater_players", Map.of("port", "relays")))
                .withMessageContaining("relays");
    }

    @Test
    void aSeriesThatComesWithItsFirstCountIsZeroBefore() throws InterruptedException {
        assertThat(api.laterMetric("headwater_connection_rejected_total", Map.of()))
                .hasValue(0.0);
    }

    @Test
    void aNodeThatDoesNotAnswerHasNothingToSay() throws InterruptedException {
        node.stop(0);

        assertThat(api.metric("headwater_players", Map.of())).isEmpty();
    }
}
