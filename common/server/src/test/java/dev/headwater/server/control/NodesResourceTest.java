package dev.headwater.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.TestNode;
import dev.headwater.server.config.Configuration;
import dev.headwater.testkit.LogCapture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the API tells of nodes and asks of them, in a cluster that answers as the test says. */
class NodesResourceTest {
    private static final Duration LIMIT = Duration.ofSeconds(6);

    @Test
    void nodesAreListedWithTheirWorkAndTheSilentAreNamed() {
        try (var rig = new ControlRig()) {
            rig.node("b", ask -> Envelope.answer(new NodeFigures(5, 1, 4, TrafficFigures.NONE).json()));
            rig.node("c", ask -> "gibberish");
            rig.node("d", ask -> Envelope.error(new MessageException("not today", "x")));
            rig.silentNode("e");
            rig.announce("f");

            long begun = System.nanoTime();
            var answer = rig.get(200, "nodes");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);

            assertThat(answer.getJsonArray("unanswered")).containsExactly("c", "d", "e", "f");
            assertThat(ControlRig.column(answer, "nodes", "id")).containsExactly("a", "b", "c", "d", "e", "f");
            assertThat(ControlRig.column(answer, "nodes", "answered"))
                    .containsExactly(true, true, false, false, false, false);
            var b = answer.getJsonArray("nodes").getJsonObject(1);
            assertThat(b.getInteger("players")).isEqualTo(4);
            assertThat(b.getInteger("rtmp_port")).isEqualTo(1935);
        }
    }

    @Test
    void nodesAreThoseOfBeforeWhileTheDirectoryDoesNotAnswer() {
        var frozen = new AtomicBoolean();
        var known = TestNode.origin("b").record();
        try (var rig = new ControlRig(new NodeDirectory() {
            @Override
            public Future<Void> announce(NodeRecord record) {
                return Future.succeededFuture();
            }

            @Override
            public Future<Void> withdraw(String nodeId) {
                return Future.succeededFuture();
            }

            @Override
            public Future<List<NodeRecord>> nodes() {
                return frozen.get()
                        ? Promise.<List<NodeRecord>>promise().future()
                        : Future.succeededFuture(List.of(known));
            }
        })) {
            rig.node("b", ask -> Envelope.answer(new NodeFigures(1, 0, 1, TrafficFigures.NONE).json()));
            frozen.set(true);
            assertThat(rig.get(503, "nodes").getString("error")).isEqualTo("cannot list nodes now");
            frozen.set(false);
            rig.control().greet().await();
            frozen.set(true);
            var answer = rig.get(200, "nodes");
            assertThat(ControlRig.column(answer, "nodes", "id")).containsExactly("b");
            assertThat(answer.getJsonArray("unanswered")).isEmpty();
        }
    }

    @Test
    void everyNodeIsGreetedOnceInEachOfItsRuns() {
        try (var rig = new ControlRig()) {
            var asked = new CopyOnWriteArrayList<Ask<?>>();
            rig.node("b", ask -> {
                asked.add(ask);
                return Envelope.answer(new NodeFigures(0, 0, 0, TrafficFigures.NONE).json());
            });
            rig.control().greet().await();
            rig.control().greet().await();
            assertThat(asked).containsExactly(new NodeAsk.Describe());
            rig.node("c", ask -> "gibberish");
            rig.control().greet().await();
            assertThat(asked).hasSize(1);
            rig.announce("b", 1);
            rig.control().greet().await();
            rig.control().greet().await();
            assertThat(asked).hasSize(2);
        }
    }

    @Test
    void nodeThatDidNotAnswerIsGreetedAgain() {
        try (var rig = new ControlRig()) {
            rig.announce("b");
            rig.control().greet().await();
            var asked = new CopyOnWriteArrayList<Ask<?>>();
            rig.node("b", ask -> {
                asked.add(ask);
                return asked.size() == 1
                        ? "gibberish"
                        : Envelope.answer(new NodeFigures(0, 0, 0, TrafficFigures.NONE).json());
            });
            for (int i = 0; i < 3; i++) {
                rig.control().greet().await();
            }
            assertThat(asked).hasSize(2);
        }
    }

    @Test
    void historyOfAllNodesIsListedAndTheSilentAreNamed() {
        try (var rig = new ControlRig()) {
            var sample = new NodeSample(1_000_000_010L, 5, 1, 8e6, 4e9, 12e6, 2.5, 0.25);
            rig.node(
                    "b",
                    ask -> Envelope.answer(
                            ask instanceof NodeAsk.ListHistory(long since) && since == 7
                                    ? new JsonObject().put("samples", new JsonArray().add(sample.json()))
                                    : new JsonObject()));
            rig.node("c", ask -> "gibberish");
            var answer = rig.get(200, "history?since=7");
            assertThat(answer.getInteger("interval_s")).isEqualTo(10);
            assertThat(answer.getJsonArray("unanswered")).containsExactly("c");
            assertThat(ControlRig.column(answer, "nodes", "node")).containsExactly("a", "b");
            assertThat(answer.getJsonArray("nodes").getJsonObject(1).getJsonArray("samples"))
                    .containsExactly(sample.json());
            for (String wrong : List.of("-1", "soon", "1.5")) {
                assertThat(rig.get(400, "history?since=" + wrong).getString("value"))
                        .isEqualTo(wrong);
            }
        }
    }

    @Test
    void nodeBeginsToDrainWhenTheAnswerHasLeft() {
        try (var rig = new ControlRig()) {
            var other = Promise.<Void>promise();
            rig.announce("b");
            rig.control("b", other::complete);
            assertThat(rig.post(202, "nodes/b/drain"))
                    .isEqualTo(new JsonObject().put("node", "b").put("draining", true));
            other.future().await();
            assertThat(rig.drained().isComplete()).isFalse();
            rig.post(202, "nodes/a/drain");
            rig.drained().await();
            rig.post(404, "nodes/nobody/drain");
            rig.silentNode("c");
            rig.post(503, "nodes/c/drain");
        }
    }

    @Test
    void configurationOfAnotherNodeIsReadAgain() {
        var change = new Configuration.Change("play.hold", "10s", "x".repeat(5_000));
        try (var rig = new ControlRig()) {
            rig.node(
                    "b",
                    ask -> Envelope.answer(new ReloadFigures(Optional.empty(), List.of(change), List.of()).json()));
            rig.node(
                    "c",
                    ask -> Envelope.answer(ReloadFigures.failed(new IllegalArgumentException("play.wiat"))
                            .json()));
            rig.silentNode("d");
            var answer = rig.post(200, "nodes/b/config/reload");
            assertThat(answer.getString("node")).isEqualTo("b");
            assertThat(answer.getJsonArray("changed").getJsonObject(0).getString("to"))
                    .startsWith("xxx")
                    .endsWith("x...");
            assertThat(rig.post(422, "nodes/c/config/reload").getString("value"))
                    .isEqualTo("play.wiat");
            rig.post(503, "nodes/d/config/reload");
            rig.announce("e");
            rig.control("e", () -> {});
            assertThat(rig.post(200, "nodes/e/config/reload").getString("node")).isEqualTo("e");
        }
    }

    @Test
    void nodeDoesNotDrainForOneWhoHasGivenUp() {
        try (var rig = new ControlRig();
                var log = LogCapture.of("dev.headwater")) {
            rig.vertx()
                    .eventBus()
                    .request(NodeControl.address("a"), Envelope.write("b", new NodeAsk.Drain()))
                    .await();
            await("the node gives up").until(() -> log.warnings().size() == 1);
            assertThat(log.warnings().getFirst()).startsWith("drain asked by=b");
            assertThat(rig.drained().isComplete()).isFalse();
        }
    }

    @Test
    void nodeThatStoppedIsUnansweredAtOnce() {
        try (var rig = new ControlRig()) {
            rig.announce("b");
            rig.control("b", () -> {}).stop().await();
            await().until(() -> {
                long begun = System.nanoTime();
                var answer = rig.get(200, "nodes");
                return answer.getJsonArray("unanswered").contains("b")
                        && Duration.ofNanos(System.nanoTime() - begun).toMillis() < 1_000;
            });
        }
    }
}
