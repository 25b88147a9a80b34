package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.RunningProgram;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever node an operator asks, he sees and moves all of them, and hears which of them he does not. */
class ControlThroughAnyNodeTest {
    private static final int LAST = Encoder.GOP - 1;

    /** Two seconds, and some for a busy machine; the cluster takes five to give a frozen node up. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void clientsAndStreamsOfAllNodesAreListedThroughEach() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await("the edge knows the origin").until(() -> edge.knows(origin) && edge.knows(edge));
            await("the origin knows the edge").until(() -> origin.knows(edge) && origin.knows(origin));
            try (var encoder = Encoder.at(edge, "show", 0);
                    var near = Viewer.of(origin, "show");
                    var far = Viewer.of(edge, "show")) {
                near.awaitFrame(LAST);
                far.awaitFrame(LAST); // before the next group of pictures takes its place
                near.awaitFrame(encoder.sendGop());
                for (var asked : List.of(origin, edge)) {
                    assertThat(kinds(asked.api("clients")))
                            .containsExactly("edge-2 publisher", "edge-2 player", "origin-1 player");
                    assertThat(kinds(asked.api("clients?node=origin-1&stream=show")))
                            .containsExactly("origin-1 player");
                    assertThat(kinds(asked.api("clients?stream=live/other"))).isEmpty();
                    var show = item(asked.api("streams"), "streams", 0);
                    assertThat(show.getString("origin")).isEqualTo("origin-1");
                    assertThat(show.getInteger("players")).isEqualTo(2);
                    var publisher = show.getJsonObject("publisher");
                    assertThat(publisher.getString("node")).isEqualTo("edge-2");
                    assertThat(asked.api("clients?node=edge-2").toString()).contains(publisher.getString("client"));
                    assertThat(show.getJsonObject("video").getInteger("width")).isEqualTo(320);
                    assertThat(show.getJsonObject("audio").getInteger("sample_rate"))
                            .isEqualTo(44_100);
                    var atOrigin = item(show, "nodes", 1);
                    assertThat(atOrigin.getString("node")).isEqualTo("origin-1");
                    assertThat(atOrigin.getLong("epoch")).isEqualTo(show.getLong("epoch"));
                    var atEdge = item(show, "nodes", 0);
                    assertThat(atEdge.getInteger("publishers")).isOne();
                    assertThat(atEdge.getString("pull")).isEqualTo("live");
                    assertThat(atEdge.getString("via")).isEqualTo("origin-1");
                    var nodes = asked.api("nodes");
                    assertThat(nodes.getJsonArray("unanswered")).isEmpty();
                    assertThat(item(nodes, "nodes", 0).getInteger("connections"))
                            .isEqualTo(2);
                }
            }
        }
    }

    @Test
    void playerAtAnEdgeIsKickedThroughTheOrigin() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await("the origin knows the edge").until(() -> origin.knows(edge));
            try (var encoder = Encoder.at(origin, "show", 0);
                    var kicked = Viewer.of(edge, "show");
                    var spared = Viewer.of(edge, "show")) {
                kicked.awaitFrame(LAST);
                String id =
                        item(origin.api("clients?node=edge-2"), "clients", 0).getString("id");
                assertThat(origin.post(200, "clients/" + id + "/kick").getString("kicked"))
                        .isEqualTo(id);
                kicked.awaitEnd();
                kicked.peer().awaitClose();
                spared.awaitFrame(encoder.sendGop()).assertUndisturbed();
                await("he is gone")
                        .until(() -> kinds(origin.api("clients?node=edge-2")).equals(List.of("edge-2 player")));
                origin.post(404, "clients/" + id + "/kick");
                var why = origin.api("clients/" + id + "/events");
                assertThat(why.getBoolean("over")).isTrue();
                assertThat(events(why)).contains("play", "playing", "first frame", "kicked", "closed");
                assertThat(events(origin.api("streams/live/show/events"))).contains("publishing", "pull", "greeted");
            }
        }
    }

    @Test
    void forwardedPublisherIsKickedWithHisStreamThroughAThirdNode() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            var third = cluster.edge();
            await("all know each other").until(() -> edge.knows(origin) && third.knows(edge) && third.knows(origin));
            try (var encoder = Encoder.at(edge, "show", 0);
                    var viewer = Viewer.of(third, "show")) {
                viewer.awaitFrame(LAST);
                assertThat(third.post(200, "streams/live/show/kick").getJsonArray("kicked"))
                        .isNotEmpty();
                encoder.peer().awaitStatus("NetStream.Unpublish.Success");
                encoder.peer().awaitClose();
                viewer.awaitEnd();
                await("the name given up").until(() -> edge.streams().isEmpty());
                third.post(404, "streams/live/show/kick");

                try (var again = Encoder.at(edge, "show", 0)) { // nobody forbids it
                    assertThat(edge.streams()).containsExactly("show@origin-1");
                    again.fcUnpublish();
                }
            }
        }
    }

    @Test
    void frozenNodesAreNamedAndCostNoMoreThanTheLimit() throws IOException {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            try (var otherOrigin = NodeProcess.start("origin", cluster.settings("frozen-origin"));
                    var otherEdge = NodeProcess.start("edge", cluster.settings("frozen-edge"))) {
                NodeProcess.port(otherOrigin);
                NodeProcess.port(otherEdge);
                var asked = cluster.edge();
                await("everybody answers")
                        .atMost(PATIENCE)
                        .until(() -> asked.knows("frozen-origin")
                                && asked.knows("frozen-edge")
                                && asked.knows(origin)
                                && asked.api("nodes").getJsonArray("unanswered").isEmpty());
                signal("STOP", otherOrigin, otherEdge);
                try (var operators = Executors.newVirtualThreadPerTaskExecutor()) {
                    long begun = System.nanoTime(); // all at once, while the cluster still has the two
                    var lists = Stream.of("clients", "nodes")
                            .map(list -> CompletableFuture.supplyAsync(() -> asked.api(list), operators))
                            .toList();
                    var drain = CompletableFuture.runAsync(() -> asked.post(503, "nodes/frozen-edge/drain"), operators);
                    for (var list : lists) {
                        assertThat(list.join().getJsonArray("unanswered"))
                                .containsExactly("frozen-edge", "frozen-origin");
                    }
                    drain.join();
                    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
                } finally {
                    signal("CONT", otherOrigin, otherEdge);
                }
                await("who was told that it did not answer is not obeyed")
                        .atMost(PATIENCE)
                        .until(() -> otherEdge.output().contains("waits for the answer no more"));
                await("the thawed answer again")
                        .atMost(PATIENCE)
                        .until(() -> asked.knows("frozen-edge")
                                && asked.api("nodes").getJsonArray("unanswered").isEmpty());
            }
        }
    }

    @Test
    void nodeThatIsDrainedThroughAnotherEndsInOrder() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            try (var edge = NodeProcess.start("edge", cluster.settings("drained"))) {
                NodeProcess.port(edge);
                await("the edge is known").atMost(PATIENCE).until(() -> origin.knows("drained"));
                assertThat(origin.post(202, "nodes/drained/drain").getBoolean("draining"))
                        .isTrue();
                edge.awaitSuccess(PATIENCE);
                await("it has left").until(() -> !origin.knows("drained"));
                origin.post(404, "nodes/drained/drain");
            }
        }
    }

    private static List<String> kinds(JsonObject clients) {
        return clients.getJsonArray("clients").stream()
                .map(JsonObject.class::cast)
                .map(client -> client.getString("node") + " " + client.getString("kind"))
                .toList();
    }

    private static List<String> events(JsonObject answer) {
        return answer.getJsonArray("events").stream()
                .map(event -> ((JsonObject) event).getString("event"))
                .toList();
    }

    private static JsonObject item(JsonObject answer, String list, int index) {
        return answer.getJsonArray(list).getJsonObject(index);
    }

    private static void signal(String name, RunningProgram... programs) throws IOException {
        for (RunningProgram program : programs) {
            var kill = new ProcessBuilder(
                            "kill", "-" + name, Long.toString(program.handle().pid()))
                    .start();
            assertThat(kill.onExit().join().exitValue()).isZero();
        }
    }
}
