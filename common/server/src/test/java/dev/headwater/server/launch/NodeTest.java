package dev.headwater.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.admin.Api;
import dev.headwater.server.admin.HealthCheck;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.NodeConfig;
import dev.headwater.server.role.Protocol;
import dev.headwater.testkit.LogCapture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeTest {
    private final Journal journal = new Journal();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void nodeIsReadyWithItsPortsAndStopsInReverse() throws Exception {
        var node = Node.start(config("rtmp.port=0"), new FakeRole(journal)).await();
        assertThat(node.ports())
                .containsOnlyKeys("rtmp.port", "management.port")
                .doesNotContainValue(0);
        assertThat(get(node, "/readyz").statusCode()).isEqualTo(200);
        assertThat(get(node, "/startupz").statusCode()).isEqualTo(200);
        assertThat(get(node, "/healthz").statusCode()).isEqualTo(200);
        assertThat(get(node, "/metrics").body())
                .contains("headwater_node{node=\"node-a\",role=\"origin\",", "headwater_event_loop_lag_seconds_count");
        node.stop().await();
        assertThat(journal.entries())
                .containsExactly("join", "start rtmp", "start last", "drain last", "stop last", "stop rtmp", "leave");
        assertThatThrownBy(() -> get(node, "/healthz")).isInstanceOf(ConnectException.class);
    }

    @Test
    void nodeThatLosesItsClusterDrainsAndEndsAsOneThatFailed() throws Exception {
        var role = new PartRole(journal.part("busy"));
        var node = Node.start(config(), role).await();
        try (var log = LogCapture.of(Node.class)) {
            role.lost.complete();
            assertThatThrownBy(() -> node.stopped().await()).hasMessageContaining("lost its cluster");
            assertThat(log.lines().getFirst())
                    .startsWith("ERROR the cluster's member of this node has ended by itself");
        }
        assertThat(journal.entries()).containsExactly("start busy", "drain busy", "stop busy", "leave");
    }

    @Test
    void nodeThatDrainsServesButIsNotReady() throws Exception {
        var drained = Promise.<Void>promise();
        var role = new PartRole(
                journal.part("busy", Future.succeededFuture(), drained.future(), Future.succeededFuture()));
        var node = Node.start(config(), role).await();
        var stopping = node.stop();
        var answer = get(node, "/readyz");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("the node was told to stop");
        assertThat(get(node, "/healthz").statusCode()).isEqualTo(200);
        assertThat(get(node, "/startupz").statusCode()).isEqualTo(200);
        assertThat(stopping.isComplete()).isFalse();
        assertThat(node.stop()).as("a second stop is the first").isSameAs(stopping);
        drained.complete();
        stopping.await();
    }

    @Test
    void nodeThatIsToldToStopWhileItStartsDrainsWhenItHasStarted() {
        var open = Promise.<Void>promise();
        var role =
                new PartRole(journal.part("slow", open.future(), Future.succeededFuture(), Future.succeededFuture()));
        var starting = Node.start(config(), role);
        await("the part is asked to start").until(() -> journal.entries().contains("start slow"));
        role.tellToStop();
        journal.add("told to stop");
        open.complete();
        starting.await().stopped().await();
        assertThat(journal.entries()).containsExactly("start slow", "told to stop", "drain slow", "stop slow", "leave");
    }

    @Test
    void nodeThatIsToldToStopAndCannotStartIsStoppedOnce() {
        var open = Promise.<Void>promise();
        var role =
                new PartRole(journal.part("broken", open.future(), Future.succeededFuture(), Future.succeededFuture()));
        var starting = Node.start(config(), role);
        await("the part is asked to start").until(() -> journal.entries().contains("start broken"));
        role.tellToStop();
        open.fail("no");
        assertThatThrownBy(starting::await).hasMessageContaining("no");
        assertThat(journal.entries()).containsExactly("start broken", "leave");
    }

    @Test
    void aPartThatIsStuckKeepsTheNodeNotFromLeaving() {
        var role = new PartRole(journal.part(
                "stuck",
                Future.succeededFuture(),
                Future.succeededFuture(),
                Promise.promise().future()));
        var node = Node.start(config("shutdown.stop-timeout=1s"), role).await();
        try (var log = LogCapture.of("dev.headwater")) {
            node.stop().await();
            assertThat(log.warnings()).singleElement().asString().startsWith("stuck did not stop within ");
        }
        assertThat(journal.entries()).endsWith("stop stuck", "leave");
    }

    @Test
    void stopGivesUpAtItsLimit() {
        var role = new PartRole(journal.part("a")) {
            @Override
            public Future<?> leave() {
                return Promise.promise().future();
            }
        };
        var node = Node.start(config("shutdown.stop-timeout=1s"), role).await();
        assertThatThrownBy(() -> node.stop().await()).isInstanceOf(TimeoutException.class);
        assertThat(node.stopped().failed()).isTrue();
    }

    @Test
    void drainIsToldInTheLogAndTheMetrics() throws Exception {
        var drained = Promise.<Void>promise();
        var role = new PartRole(
                journal.part("busy", Future.succeededFuture(), drained.future(), Future.succeededFuture()));
        var node = Node.start(config("shutdown.drain-timeout=9s"), role).await();
        assertThat(get(node, "/metrics").body()).contains("headwater_draining 0");
        node.metrics().rtmp.plays(Protocol.RTMP).players.add(3);
        try (var log = LogCapture.of("dev.headwater")) {
            var stopping = node.stop();
            assertThat(get(node, "/metrics").body()).contains("headwater_draining 1");
            drained.complete();
            stopping.await();
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("draining node-a for at most 9000 ms: publishers=0 forwarded=0"
                            + " players=3 pulling_nodes=0 pulls=0"))
                    .anyMatch(line -> line.contains("drained node-a within "));
        }
    }

    @Test
    void whatADrainDidNotRidTheNodeOfIsToldInTheLog() {
        var role = new PartRole(
                journal.part("busy", Future.succeededFuture(), Promise.promise().future(), Future.succeededFuture()));
        var node = Node.start(config("shutdown.drain-timeout=100ms"), role).await();
        node.metrics().rtmp.plays(Protocol.RTMP).players.add(3);
        try (var log = LogCapture.of("dev.headwater")) {
            node.stop().await();
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("shutdown.drain-timeout=100ms is over, closing what is left:"
                            + " publishers=0 forwarded=0 players=3 "));
        }
    }

    @Test
    void readinessAsksTheRole() throws Exception {
        var role = new FakeRole(journal, HealthCheck.of("cluster", () -> false, "no origin in sight"));
        var node = Node.start(config("rtmp.port=0"), role).await();
        try {
            var answer = get(node, "/readyz");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("no origin in sight");
        } finally {
            node.stop().await();
        }
    }

    @Test
    void portThatIsTakenIsNamedByItsKeyAndNothingIsLeft() throws IOException {
        for (String transport : List.of("auto", "nio")) {
            try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = other.getLocalPort();
                assertThatThrownBy(() -> Node.start(
                                        config("rtmp.port=" + port, "transport=" + transport), new FakeRole(journal))
                                .await())
                        .isInstanceOf(StartException.class)
                        .hasMessage("rtmp.port=" + port + ": the port is in use");
                assertThat(journal.entries()).endsWith("start rtmp", "leave");
                assertThatThrownBy(() -> Node.start(
                                        config("rtmp.port=0", "management.port=" + port), new FakeRole(journal))
                                .await())
                        .isInstanceOf(StartException.class)
                        .hasMessage("management.port=" + port + ": the port is in use");
            }
        }
    }

    @Test
    void clusterThatCannotBeJoinedIsTold() {
        var role = new PartRole(journal.part("a")) {
            @Override
            public Future<Vertx> join(NodeConfig config, VertxSetup setup) {
                return Future.failedFuture("no route to 10.0.0.1:5701");
            }
        };
        assertThatThrownBy(() -> Node.start(config(), role).await())
                .isInstanceOf(StartException.class)
                .hasMessage("cluster: no route to 10.0.0.1:5701");
    }

    @Test
    void roleThatCannotBePutTogetherLeavesTheCluster() {
        var role = new PartRole(journal.part("a")) {
            @Override
            public Assembly assemble(Surroundings surroundings) {
                throw new IllegalStateException("bad wiring");
            }
        };
        assertThatThrownBy(() -> Node.start(config(), role).await())
                .isInstanceOf(StartException.class)
                .hasMessage("edge: bad wiring");
        assertThat(journal.entries()).containsExactly("leave");
    }

    @Test
    void twoNodesRunInOneJvm() throws Exception {
        var first = Node.start(config("rtmp.port=0"), new FakeRole(journal)).await();
        var second = Node.start(
                        ConfigLoader.of("management.port=0", "rtmp.port=0", "node.name=node-b"), new FakeRole(journal))
                .await();
        first.stop().await();
        assertThat(get(second, "/readyz").statusCode()).isEqualTo(200);
        assertThat(get(second, "/metrics").body()).contains("node=\"node-b\"").doesNotContain("node=\"node-a\"");
        second.stop().await();
    }

    private static NodeConfig config(String... settings) {
        var all = new ArrayList<>(List.of("management.port=0", "node.name=node-a", "event-loops=2"));
        all.addAll(List.of(settings));
        return ConfigLoader.of(all.toArray(String[]::new));
    }

    private HttpResponse<String> get(Node node, String path) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + node.port("management.port") + path);
        try {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        } catch (CompletionException e) {
            throw new IOException(e);
        }
    }

    /** A role of one part. */
    private class PartRole implements NodeRole {
        private final Part part;
        private final AtomicReference<Runnable> drain = new AtomicReference<>(() -> {});
        private final Promise<Void> lost = Promise.promise();

        PartRole(Part part) {
            this.part = part;
        }

        @Override
        public String name() {
            return "edge";
        }

        @Override
        public Future<Vertx> join(NodeConfig config, VertxSetup setup) {
            return Future.succeededFuture(
                    setup.builder().apply(Vertx.builder()).with(setup.options()).build());
        }

        @Override
        public Assembly assemble(Surroundings surroundings) {
            drain.set(surroundings.drain());
            return new Assembly(List.of(part), List.of(), Api.NONE);
        }

        /** As an operator does over the control. */
        void tellToStop() {
            drain.get().run();
        }

        @Override
        public Future<Void> lost() {
            return lost.future();
        }

        @Override
        public Future<?> leave() {
            journal.add("leave");
            return Future.succeededFuture();
        }
    }
}
