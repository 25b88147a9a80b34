package dev.headwater.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.descriptors.DescriptorBudget;
import dev.headwater.server.limits.ConnectLimiter;
import dev.headwater.server.limits.ConnectRate;
import dev.headwater.server.limits.OpenConnections;
import io.vertx.ext.web.RoutingContext;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who may connect to the HTTP media port, and how many. */
class HttpConnectionsTest extends OneHttpPort {
    @Test
    void connectionsAreSpreadOverTheEventLoops() {
        Set<String> loops = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            try (var client = client()) {
                client.say("GET /loop HTTP/1.1|Host: h|Connection: close||").head();
                loops.add(new String(client.rest(), US_ASCII));
            }
        }
        assertThat(loops).hasSize(2);
    }

    @Test
    void connectionsAreCountedUntilTheyClose() {
        try (var client = client()) {
            client.say("GET /loop HTTP/1.1|Host: h||").head();
            assertThat(metrics.http.connections.value()).isOne();
        }
        await().until(() -> metrics.http.connections.value() == 0);
    }

    @Test
    void noMoreConnectionsAreTakenThanMay() {
        var clients = new ArrayList<RawHttp>();
        try {
            while (clients.size() < HttpPort.MAX_CONNECTIONS) {
                var client = client();
                clients.add(client);
                assertThat(client.say("GET /loop HTTP/1.1|Host: h||").head()).isNotEmpty();
            }
            try (var oneMore = client()) {
                oneMore.say("GET /loop HTTP/1.1|Host: h||");
                assertThat(oneMore.rest()).isEmpty();
            }
            assertThat(rejected("max_connections")).isOne();
            assertThat(log.warnings()).singleElement().asString().contains("http.max-connections=50 are open");
        } finally {
            clients.forEach(RawHttp::close);
        }
        await().until(() -> metrics.http.connections.value() == 0);
        assertThat(headOf("GET /loop HTTP/1.1|Host: h||")).matches("(?s)HTTP/1\\.[01] 200 .*");
    }

    @Test
    void whoComesWhenNoDescriptorsAreLeftIsClosedUnheard() {
        var heard = new AtomicInteger();
        var full = HttpPort.open(
                vertx,
                metrics,
                List.of(PAGE),
                new DescriptorBudget(vertx, Integer.MAX_VALUE),
                ConnectLimiter.UNLIMITED,
                router -> router.route().handler(context -> {
                    heard.incrementAndGet();
                    context.end();
                }));
        assertClosedUnheard(full);
        assertThat(rejected("no_descriptors")).isOne();
        assertThat(heard).hasValue(0);
        assertThat(metrics.http.connections.value()).isZero();
    }

    @Test
    void whoConnectsFasterThanHeMayIsClosedUnheard() {
        var rate = new ConnectRate(1, 0, () -> 0); // a second that does not end
        var limited = HttpPort.open(
                vertx,
                metrics,
                List.of(PAGE),
                new DescriptorBudget(vertx, 0),
                new OpenConnections(() -> 0, () -> rate),
                router -> router.route().handler(RoutingContext::end));
        try (var first = new RawHttp(limited.port())) {
            assertThat(first.say("GET / HTTP/1.1|Host: h||").head()).contains(" 200 ");
            assertClosedUnheard(limited);
        }
        assertThat(rejected("connects_per_address")).isOne();
        assertThat(log.warnings())
                .anyMatch(line -> line.startsWith("closed http peer=127.0.0.1:")
                        && line.contains("error=CONNECTS_PER_ADDRESS: ")
                        && line.endsWith("limits.connects-per-address=1"));
    }

    @Test
    void whoHasAsManyOpenAsHeMayIsClosedUnheardUntilHeClosesOne() {
        var any = new ConnectRate(0, 0, () -> 0);
        var limited = HttpPort.open(
                vertx,
                metrics,
                List.of(PAGE),
                new DescriptorBudget(vertx, 0),
                new OpenConnections(() -> 1, () -> any),
                router -> router.route().handler(RoutingContext::end));
        try (var first = new RawHttp(limited.port())) {
            assertThat(first.say("GET / HTTP/1.1|Host: h||").head()).contains(" 200 ");
            assertClosedUnheard(limited);
        }
        assertThat(rejected("connections_per_address")).isOne();
        await("the place is given back").until(() -> metrics.http.connections.value() == 0);
        try (var next = new RawHttp(limited.port())) {
            assertThat(next.say("GET / HTTP/1.1|Host: h||").head()).contains(" 200 ");
        }
    }

    private static void assertClosedUnheard(HttpListener listener) {
        try (var client = new RawHttp(listener.port())) {
            try {
                client.say("GET /loop HTTP/1.1|Host: h||");
            } catch (UncheckedIOException e) {
                // closed already
            }
            assertThat(client.rest()).isEmpty();
        }
    }
}
