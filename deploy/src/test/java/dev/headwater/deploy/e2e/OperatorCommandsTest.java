package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.deploy.HeadwaterCommand;
import dev.headwater.server.config.SecretHash;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types, against a real cluster. */
class OperatorCommandsTest {
    private static final int LAST = Encoder.GOP - 1;

    record Typed(int exit, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }

        static Typed at(LiveNode node, String... words) {
            return at("http://127.0.0.1:" + node.node().port("management.port"), words);
        }

        static Typed at(String api, String... words) {
            var out = new StringWriter();
            var err = new StringWriter();
            int exit = HeadwaterCommand.commandLine()
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(err))
                    .execute(withApi(words, api));
            return new Typed(exit, out.toString(), err.toString());
        }

        private static String[] withApi(String[] words, String api) {
            var all = new ArrayList<>(List.of(words));
            all.add("--api");
            all.add(api);
            return all.toArray(String[]::new);
        }
    }

    @Test
    void aClusterIsSeenAndMovedThroughAnyNode() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await().until(() -> origin.knows(edge) && edge.knows(origin) && edge.knows(edge) && origin.knows(origin));
            try (var encoder = Encoder.at(origin, "show", 0);
                    var kicked = Viewer.of(edge, "show");
                    var spared = Viewer.of(origin, "show")) {
                kicked.awaitFrame(LAST);
                spared.awaitFrame(LAST);

                var nodes = Typed.at(edge, "nodes").lines();
                assertThat(nodes).hasSize(3);
                assertThat(nodes.get(0))
                        .matches("NODE +ROLE +ZONE +HOST +STATE +LOAD +CONNECTIONS +PUBLISHERS +PLAYERS");
                assertThat(nodes.get(1)).matches("edge-2 +edge +\\S+ +127\\.0\\.0\\.1 +up +\\d+% +1 +0 +1");
                assertThat(nodes.get(2)).matches("origin-1 +origin +\\S+ +127\\.0\\.0\\.1 +up +\\d+% +2 +1 +1");

                assertThat(Typed.at(edge, "streams").lines().get(1))
                        .matches("live/show +origin-1 +1 +avc1 320x180 +\\S+ +\\S+ +mp4a 44\\.1k 2ch +\\d+ +\\d+s +2 +0"
                                + " +127\\S+ +edge-2");

                assertThat(Typed.at(edge, "apps").lines())
                        .hasSize(2)
                        .last()
                        .asString()
                        .matches("live +1 +1 +2 +-");

                var players = Typed.at(origin, "clients", "--node", "edge-2").lines();
                assertThat(players).hasSize(2);
                String id = players.get(1).split(" ", 2)[0];
                assertThat(players.get(1))
                        .matches("edge-2/\\S+ +player +rtmp +127\\S+ +\\d+s +live/show +0\\.\\d +0 +no");

                assertThat(Typed.at(origin, "kick", "--client", id).out())
                        .isEqualToIgnoringNewLines("kicked client=" + id);
                kicked.awaitEnd();
                await("he is gone")
                        .until(() -> Typed.at(origin, "clients", "--node", "edge-2")
                                        .lines()
                                        .size()
                                == 1);
                spared.awaitFrame(encoder.sendGop()).assertUndisturbed();

                var why = Typed.at(origin, "events", "--client", id).lines();
                assertThat(why.getFirst()).matches("AT +WHERE +EVENT +TIMES +WHAT");
                assertThat(why)
                        .filteredOn(line -> line.contains(id + "  kicked "))
                        .hasSize(1);
                assertThat(why)
                        .anyMatch(line -> line.matches(".* playing +1 +live/show epoch=1 path=\\[origin-1, edge-2]"));
                assertThat(Typed.at(origin, "events", "--stream", "live/show").out())
                        .contains("publishing", "edge-2  ", "greeted");

                var gone = Typed.at(origin, "kick", "--client", id);
                assertThat(gone.exit()).isEqualTo(1);
                assertThat(gone.err().lines()).singleElement().asString().contains("404: no such client", id);

                var json = new JsonObject(Typed.at(origin, "clients", "--stream", "live/show", "--limit", "1", "--json")
                        .out());
                assertThat(json.getJsonArray("clients")).hasSize(1);
                assertThat(json.getInteger("total")).isEqualTo(2);
                assertThat(Typed.at(origin, "clients", "--stream", "live/show", "--limit", "1")
                                .out())
                        .contains("1 of 2; --limit shows more");

                assertThat(Typed.at(edge, "top", "--looks", "2", "--every", "10ms")
                                .lines())
                        .filteredOn(line -> line.startsWith("live/show"))
                        .hasSize(2);

                var look = new JsonObject(
                        Typed.at(edge, "top", "--looks", "1", "--json").out());
                assertThat(look.getJsonArray("nodes")).hasSize(2);
                assertThat(look.getJsonArray("streams").getJsonObject(0).getString("name"))
                        .isEqualTo("show");

                assertThat(Typed.at(edge, "kick", "--stream", "live/show").out())
                        .isEqualToIgnoringNewLines("kicked stream=live/show node=origin-1 publishers=1");
                encoder.peer().awaitClose();
                spared.awaitEnd();
            }
        }
    }

    @Test
    void levelsOfTheLogAreShownAndSet() {
        String logger = "dev.headwater.server.control.NodeControl";
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            assertThat(Typed.at(origin, "log-level", logger, "DEBUG", "--for", "10m")
                            .lines()
                            .get(1))
                    .matches("origin-1 +dev\\.headwater\\.server\\.control\\.NodeControl +debug +20\\S+Z");
            assertThat(Typed.at(origin, "log-level", "--node", "origin-1").out())
                    .containsPattern(logger + " +debug");
            assertThat(Typed.at(origin, "log-level", logger, "info").exit()).isZero();
            assertThat(Typed.at(origin, "log-level", logger, "loud").err()).contains("answers 400");
            assertThat(Typed.at(origin, "log-level", logger).exit()).isEqualTo(2);
        }
    }

    @Test
    void anotherNodeReadsItsConfigurationAgain() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await().until(() -> origin.knows(edge));
            assertThat(Typed.at(origin, "reload", "--node", "edge-2").out())
                    .isEqualToIgnoringNewLines("reloaded node=edge-2");
        }
    }

    @Test
    void aNodeIsDrained() throws IOException {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            try (var edge = NodeProcess.start("edge", cluster.settings("drained"))) {
                NodeProcess.port(edge);
                await().atMost(Duration.ofSeconds(40)).until(() -> origin.knows("drained"));
                assertThat(Typed.at(origin, "drain", "drained").out())
                        .isEqualToIgnoringNewLines("draining node=drained");
                edge.awaitSuccess(Duration.ofSeconds(40));
            }
            await("it has left").until(() -> !origin.knows("drained"));
            assertThat(Typed.at(origin, "drain", "drained").err()).contains("404: no such node: drained");
        }
    }

    @Test
    void aTokenOpensANodeThatAsksForOne(@TempDir Path folder) throws IOException {
        String token = "0123456789abcdef";
        var file = Files.writeString(folder.resolve("token"), token + "\n");
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin("management.tokens=read " + SecretHash.of(token));
            assertThat(Typed.at(origin, "nodes").err()).contains("answers 401: a token is needed");
            assertThat(Typed.at(origin, "nodes", "--token-file", file.toString())
                            .out())
                    .contains("origin-1");
            assertThat(Typed.at(origin, "drain", "origin-1", "--token-file", file.toString())
                            .err())
                    .contains("answers 403: this token is for reading only");
        }
    }

    @Test
    void whoCannotBeAskedIsNamedInOneLine() {
        String nobody = "http://127.0.0.1:1";
        var typed = Typed.at(nobody, "nodes");
        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.err().lines()).singleElement().asString().contains("no node answers at " + nobody, "--api");
        assertThat(typed.out()).isEmpty();
    }

    @Test
    void whatIsNoUrlIsAWrongOption() {
        var typed = Typed.at("edge-2:1985", "drain", "edge-2");
        assertThat(typed.exit()).isEqualTo(2);
        assertThat(typed.err().lines()).singleElement().asString().contains("--api=edge-2:1985 is no URL");
    }
}
