package dev.headwater.loadtest.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.headwater.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScraperTest {
    @Test
    void aNodeIsAskedAgainAndAgain() throws IOException {
        try (var node = new Node(200, "process_cpu_seconds_total %d")) {
            var scraper = Scraper.start(List.of(node.address()));
            await().until(() -> scraper.series().getFirst().samples().size() >= 2);
            scraper.close();
            var series = scraper.series().getFirst();
            assertThat(series.node()).isEqualTo(node.address().toString());
            assertThat(series.gaps()).isZero();
            assertThat(series.samples()).hasSize(node.asked.get());
            assertThat(series.samples().stream().map(sample -> sample.figures().get(NodeFigure.CPU_SECONDS)))
                    .startsWith(1.0, 2.0, 3.0);
        }
    }

    @Test
    void aNodeThatDoesNotAnswerIsAGap() throws IOException {
        try (var refusing = new Node(503, "");
                var web = new Node(200, "<html>");
                var good = new Node(200, "process_cpu_seconds_total %d")) {
            var nobody = URI.create("http://127.0.0.1:" + Ports.free() + "/metrics");
            var scraper = Scraper.start(List.of(nobody, refusing.address(), web.address(), good.address()));
            await().until(() -> scraper.series().stream().limit(3).allMatch(series -> series.gaps() >= 2)
                    && scraper.series().getLast().samples().size() >= 2);
            scraper.close();
            assertThat(scraper.series())
                    .extracting(series -> series.samples().isEmpty())
                    .containsExactly(true, true, true, false);
            assertThat(scraper.series().get(0).lastGap()).isPresent();
            assertThat(scraper.series().get(1).lastGap()).hasValue("status 503");
            assertThat(scraper.series().get(2).lastGap()).hasValue("line 1, column 1: expected a name");
            assertThat(scraper.series().get(3).lastGap()).isEmpty();
        }
    }

    @Test
    void withoutNodesThereIsNothing() {
        var scraper = Scraper.start(List.of());
        scraper.close();
        assertThat(scraper.series()).isEmpty();
    }

    /** Answers every request alike; {@code %d} is the number of the request. */
    private static final class Node implements AutoCloseable {
        private final AtomicInteger asked = new AtomicInteger();
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

        Node(int status, String page) throws IOException {
            server.createContext("/metrics", exchange -> {
                var body = page.formatted(asked.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
