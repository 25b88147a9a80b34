package dev.headwater.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.IntakeFigures;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.config.Configuration;
import dev.headwater.server.config.RelayEntry;
import dev.headwater.server.role.Protocol;
import dev.headwater.server.statics.RelayReport;
import dev.headwater.server.statics.RelayState;
import dev.headwater.testkit.LogCapture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The API of one node, whose cluster answers as the test says. */
class ControlTest {
    private static final Duration LIMIT = Duration.ofSeconds(6);
    private static final String COMES_IN = """
            "video":{"codec":"avc1","profile":"High","level":"4.1","width":1920,"height":1080,"fps":29.97,
                     "gop_ms":2000,"gop_pictures":60,"bits_per_second":4000000},
            "audio":{"codec":"mp4a","profile":"LC","sample_rate":48000,"channels":2,"bits_per_second":128000},
            "measured_ms":10000,"withheld_frames":5""";
    private static final String CALLBACK = "callback-00112233445566778899aabbccddeeff";
    private static final Instant SINCE = Instant.parse("2026-11-21T10:15:30Z");

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
            assertThat(column(answer, "nodes", "id")).containsExactly("a", "b", "c", "d", "e", "f");
            assertThat(column(answer, "nodes", "answered")).containsExactly(true, true, false, false, false, false);
            var b = answer.getJsonArray("nodes").getJsonObject(1);
            assertThat(b.getInteger("players")).isEqualTo(4);
            assertThat(b.getInteger("rtmp_port")).isEqualTo(1935);
        }
    }

    @Test
    void nodesAreThoseOfBeforeWhileTheDirectoryDoesNotAnswer() {
        var frozen = new AtomicBoolean();
        var known = new NodeRecord("b", NodeRecord.ORIGIN, "", "127.0.0.1", 1, 2, 3, 4, 0, false);
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
            assertThat(column(answer, "nodes", "id")).containsExactly("b");
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
            assertThat(asked).containsExactly(new Ask.Describe());
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
    void whoCallsTheNodeByAForeignNameIsRefused() {
        try (var rig = new ControlRig()) {
            rig.publish("live/show", 1);
            for (String host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example")) {
                assertThat(rig.statusCalling(host, HttpMethod.GET, "nodes"))
                        .as(host)
                        .isEqualTo(421);
                assertThat(rig.statusCalling(host, HttpMethod.POST, "streams/live/show/kick"))
                        .as(host)
                        .isEqualTo(421);
            }
            for (String host : List.of("127.0.0.1", "localhost", "A", ControlRig.HOST)) {
                assertThat(rig.statusCalling(host, HttpMethod.GET, "nodes"))
                        .as(host)
                        .isEqualTo(200);
            }
            rig.post(200, "streams/live/show/kick");
        }
    }

    @Test
    void historyOfAllNodesIsListedAndTheSilentAreNamed() {
        try (var rig = new ControlRig()) {
            var sample = new NodeSample(1_000_000_010L, 5, 1, 8e6, 4e9, 12e6, 2.5, 0.25);
            rig.node(
                    "b",
                    ask -> Envelope.answer(
                            ask instanceof Ask.ListHistory(long since) && since == 7
                                    ? new JsonObject().put("samples", new JsonArray().add(sample.json()))
                                    : new JsonObject()));
            rig.node("c", ask -> "gibberish");
            var answer = rig.get(200, "history?since=7");
            assertThat(answer.getInteger("interval_s")).isEqualTo(10);
            assertThat(answer.getJsonArray("unanswered")).containsExactly("c");
            assertThat(column(answer, "nodes", "node")).containsExactly("a", "b");
            assertThat(answer.getJsonArray("nodes").getJsonObject(1).getJsonArray("samples"))
                    .containsExactly(sample.json());
            for (String wrong : List.of("-1", "soon", "1.5")) {
                assertThat(rig.get(400, "history?since=" + wrong).getString("value"))
                        .isEqualTo(wrong);
            }
        }
    }

    @Test
    void clientsOfAllNodesComeInPagesOfOneOrder() {
        try (var rig = new ControlRig()) {
            rig.node("b", ask -> page(ask, players(1, 4)));
            rig.node("c", ask -> page(ask, players(1, 3)));
            rig.silentNode("d");

            var ids = new ArrayList<Object>();
            String next = "";
            for (int expected : new int[] {2, 2, 2, 1}) {
                var answer =
                        rig.get(200, "clients?limit=2&stream=live/show" + (next.isEmpty() ? "" : "&after=" + next));
                assertThat(column(answer, "clients", "id")).hasSize(expected);
                assertThat(answer.getInteger("total")).isEqualTo(7);
                assertThat(answer.getJsonArray("unanswered")).containsExactly("d");
                ids.addAll(column(answer, "clients", "id"));
                next = answer.getString("next", "");
            }
            assertThat(next).isEmpty();
            assertThat(ids)
                    .containsExactly("b/1", "b/2", "b/3", "b/4", "c/1", "c/2", "c/3")
                    .isSorted();
        }
    }

    @Test
    void clientsOfOneNodeAreAskedOfThatOneAlone() {
        try (var rig = new ControlRig()) {
            rig.node("b", ask -> page(ask, players(1, 1)));
            rig.silentNode("c");
            var answer = rig.get(200, "clients?node=b");
            assertThat(answer.getJsonArray("unanswered")).isEmpty();
            var client = answer.getJsonArray("clients").getJsonObject(0);
            assertThat(client).isEqualTo(new JsonObject("""
                                    {"id":"b/1","node":"b","protocol":"rtmp","peer":"192.0.2.1:1","software":"FMLE/3.0","since":"2026-11-21T10:15:30Z",
                                     "kind":"player","slowed":false,"streams":[{"stream":"live/show",
                                     "since":"2026-11-21T10:15:30Z","bytes":7,"kind":"player","dropped_frames":3}]}
                                    """));
            assertThat(rig.get(503, "clients?node=c").getJsonArray("unanswered"))
                    .containsExactly("c");
            assertThat(rig.get(404, "clients?node=nobody").getString("value")).isEqualTo("nobody");
        }
    }

    @Test
    void wrongParameterIsNamed() {
        try (var rig = new ControlRig()) {
            var none = rig.get(400, "clients?limit=0");
            assertThat(none.getString("error")).startsWith("limit is not as the contract says: ");
            assertThat(none.getString("value")).isEqualTo("0");
            rig.get(400, "clients?limit=ten");
            rig.get(400, "clients?after=b");
            rig.get(400, "clients?stream=a%2F..%2Fb");
            rig.get(400, "streams?limit=1001");
            rig.get(400, "streams?after=..");
            rig.post(400, "clients/b/NO/kick");
            rig.post(400, "streams/live/a%20b/kick");
            rig.post(404, "streams/live/show/caress");
            rig.post(404, "streams/live/sports/show/kick");
        }
    }

    @Test
    void streamsAreListedWithWhatEachNodeHasOfThem() {
        try (var rig = new ControlRig()) {
            for (String name : List.of("one", "two", "three")) {
                claim(rig, name);
            }
            rig.publish("live/one", 1);
            rig.node("b", ask -> {
                var list = new JsonArray();
                if (ask instanceof Ask.ListStreams(List<StreamKey> keys)) {
                    keys.forEach(key -> list.add(new StreamFigures(
                                    key,
                                    1,
                                    12,
                                    34,
                                    56,
                                    new TrafficFigures(78, 90),
                                    Optional.of(new PublisherFigures(35, "192.0.2.1:4", "FMLE/3.0", SINCE)),
                                    new StreamPlace(0, Optional.of("holding"), Optional.empty(), IntakeFigures.NONE))
                            .json()));
                }
                return Envelope.answer(new JsonObject().put("streams", list));
            });
            rig.silentNode("c");

            var first = rig.get(200, "streams?limit=2");
            assertThat(column(first, "streams", "name")).containsExactly("one", "three");
            assertThat(first.getInteger("total")).isEqualTo(3);
            assertThat(first.getJsonArray("unanswered")).containsExactly("c");
            var one = first.getJsonArray("streams").getJsonObject(0);
            assertThat(one.getString("origin")).isEqualTo("a");
            assertThat(one.getInteger("players")).isEqualTo(12);
            assertThat(one.getJsonArray("nodes")).isEqualTo(new JsonArray("""
                                    [{"node":"a","publishers":0,"players":0,"dropped_frames":0,"epoch":3,"pull":"live","via":"b",
                                      %s},
                                     {"node":"b","publishers":1,"players":12,"dropped_frames":34,"epoch":0,"pull":"holding"}]
                                    """.formatted(COMES_IN)));
            assertThat(one.getLong("dropped_frames")).isEqualTo(34);
            assertThat(one.getLong("received_bytes")).isEqualTo(78);
            assertThat(one.getLong("sent_bytes")).isEqualTo(90);
            assertThat(one.getLong("sent_bits_per_second")).isEqualTo(56);
            assertThat(one.getJsonObject("publisher")).isEqualTo(new JsonObject("""
                                    {"client":"b/z","node":"b","peer":"192.0.2.1:4","software":"FMLE/3.0",
                                     "since":"2026-11-21T10:15:30Z"}
                                    """));
            assertThat(new JsonObject("{%s}".formatted(COMES_IN)).stream())
                    .allMatch(field -> field.getValue().equals(one.getValue(field.getKey())));
            var alone = rig.get(200, "streams/live/one");
            assertThat(alone.remove("unanswered")).isEqualTo(new JsonArray().add("c"));
            assertThat(alone).isEqualTo(one);
            assertThat(rig.get(404, "streams/live/four").getString("value")).isEqualTo("live/four");
            rig.get(404, "streams/nameless");
            var rest = rig.get(200, "streams?limit=2&after=" + first.getString("next"));
            assertThat(column(rest, "streams", "name")).containsExactly("two");
            assertThat(rest.containsKey("next")).isFalse();
        }
    }

    @Test
    void appsAreListedWithWhatTheClusterHasOfThemAndTheirLimits() {
        try (var rig = new ControlRig()) {
            claim(rig, "one");
            claim(rig, "two");
            for (String node : List.of("b", "c")) {
                rig.node(node, ask -> {
                    var list = new JsonArray();
                    if (ask instanceof Ask.ListApps(String after, int limit)) {
                        Stream.of(new AppFigures("live", 1, 12), new AppFigures("vod", 0, 3))
                                .filter(figures -> figures.app().compareTo(after) > 0)
                                .limit(limit)
                                .forEach(figures -> list.add(figures.json()));
                    }
                    return Envelope.answer(new JsonObject().put("apps", list));
                });
            }
            rig.silentNode("d");
            var first = rig.get(200, "apps?limit=1");
            assertThat(first).isEqualTo(new JsonObject("""
                                    {"apps":[{"app":"live","publishers":2,"players":24,"configured":false,"streams":2,
                                      "limits":[{"limit":"limits.players-per-app","most":100,"used":0}]}],
                                     "next":"live","unanswered":["d"]}
                                    """));
            var rest = rig.get(200, "apps?limit=1&after=" + first.getString("next"));
            assertThat(column(rest, "apps", "app")).containsExactly("vod");
            assertThat(rest.containsKey("next")).isFalse();
        }
    }

    @Test
    void pictureIsMadeByTheOriginOfTheStream() {
        try (var rig = new ControlRig()) {
            rig.node("b", ask -> Envelope.answer(Ask.ShowPicture.answer(Optional.of(Buffer.buffer("of b")))));
            claim(rig, "one");
            claim(rig, "b", "two");
            claim(rig, "three");
            rig.publish("live/one", 1);
            rig.publish("live/two", 1);

            assertThat(rig.get(200, "streams/live/one/picture"))
                    .isEqualTo(new JsonObject().put("stream", "live/one").put("jpeg", "/9j/+wA="));
            assertThat(rig.get(200, "streams/live/two/picture").getString("jpeg"))
                    .isEqualTo("b2YgYg==");
            assertThat(rig.get(200, "streams/live/three/picture"))
                    .isEqualTo(new JsonObject().put("stream", "live/three"));
        }
    }

    private static void claim(ControlRig rig, String name) {
        claim(rig, "a", name);
    }

    private static void claim(ControlRig rig, String owner, String name) {
        rig.streams()
                .claim(new ClaimRequest(
                        new StreamKey("live", name),
                        owner,
                        "127.0.0.1",
                        19_350,
                        "west",
                        ClaimPolicy.TAKEOVER,
                        0,
                        "",
                        0))
                .await();
    }

    @Test
    void relaysAreListedWithWhoRunsThemAndWithoutTheirKeys() {
        try (var rig = new ControlRig(
                "relays.push=site live/show rtmp://a.example/app/secret,idle live/show rtmp://b.example/app/secret")) {
            var site = RelayEntry.parse("push", "site live/show rtmp://a.example/app/secret");
            rig.reports(new RelayReport(
                    site,
                    RelayState.PAUSED,
                    SINCE,
                    1_000,
                    Optional.of(new RelayReport.Failure(SINCE, "the stream was refused: NetStream.Publish.BadName"))));
            rig.node("b", ask -> {
                var cam =
                        RelayEntry.parse("pull", "cam live/lobby on-demand rtmps://10.1.0.7/live/secret?token=secret");
                var far = RelayEntry.parse("pull", CALLBACK + " live/far always rtmp://c.example/app/secret");
                var all = List.of(
                        new RelayReport(far, RelayState.STANDBY, SINCE, 0, Optional.empty()),
                        new RelayReport(site, RelayState.STANDBY, SINCE, 0, Optional.empty()),
                        new RelayReport(cam, RelayState.RUNNING, SINCE, 7, Optional.empty()));
                var list = new JsonArray();
                all.forEach(report -> list.add(RelayFigures.of(report).json()));
                return Envelope.answer(new JsonObject().put("relays", list));
            });
            rig.silentNode("c");
            assertThat(rig.get(200, "relays")).isEqualTo(new JsonObject("""
                                    {"unanswered":["c"],"relays":[
                                      {"name":"callback-00112233445566778899aabbccddeeff","kind":"pull","mode":"always",
                                       "stream":"live/far","source":"callback","added":false,
                                       "server":"rtmp://c.example:1935","state":"standby"},
                                      {"name":"cam","kind":"pull","mode":"on-demand","stream":"live/lobby",
                                       "source":"added","added":true,
                                       "server":"rtmps://10.1.0.7:443","state":"running","since":"2026-11-21T10:15:30Z",
                                       "bytes":7,"node":"b"},
                                      {"name":"idle","kind":"push","stream":"live/show","source":"configured","added":false,
                                       "server":"rtmp://b.example:1935","state":"standby"},
                                      {"name":"site","kind":"push","stream":"live/show","source":"configured","added":false,
                                       "server":"rtmp://a.example:1935","state":"paused","since":"2026-11-21T10:15:30Z",
                                       "bytes":1000,"node":"a","failure":{"at":"2026-11-21T10:15:30Z",
                                       "error":"the stream was refused: NetStream.Publish.BadName"}}]}
                                    """));
        }
    }

    @Test
    void relayIsAddedOnceAndTakenOutAndNothingQuotesItsKey() {
        String relay = """
                {"name":"%s","kind":"push","stream":"%s","url":"%s/app/secret"}""";
        try (var rig = new ControlRig("relays.push=site live/show rtmp://a.example/app/secret");
                var log = LogCapture.of("dev.headwater")) {
            var answers = new ArrayList<JsonObject>();
            answers.add(rig.post(201, "relays", relay.formatted("copy", "live/show", "rtmp://b.example")));
            assertThat(rig.relayBook().all().await())
                    .isEqualTo(Map.of("copy", "push copy live/show rtmp://b.example/app/secret"));
            answers.add(rig.get(200, "relays"));
            answers.add(rig.post(409, "relays", relay.formatted("copy", "live/show", "rtmp://b.example")));
            answers.add(rig.post(409, "relays", relay.formatted("site", "live/show", "rtmp://b.example")));
            answers.add(rig.post(400, "relays", relay.formatted("more", "show", "rtmp://b.example")));
            answers.add(rig.post(400, "relays", relay.formatted("more", "live/show", "http://b.example")));
            answers.add(rig.post(400, "relays", relay.formatted("m/re", "live/show", "rtmp://b.example")));
            answers.add(rig.post(
                    400,
                    "relays",
                    relay.formatted("more", "live/show", "rtmp://b.example").substring(1)));
            answers.add(rig.post(409, "relays", relay.formatted(CALLBACK, "live/show", "rtmp://b.example")));
            answers.add(rig.delete(409, "relays/site"));
            answers.add(rig.delete(409, "relays/" + CALLBACK));
            assertThat(rig.delete(200, "relays/copy").getString("removed")).isEqualTo("copy");
            assertThat(rig.delete(404, "relays/copy").getString("value")).isEqualTo("copy");
            assertThat(answers).noneMatch(answer -> answer.encode().contains("secret"));
            assertThat(log.lines()).noneMatch(line -> line.contains("secret"));
        }
    }

    @Test
    void kickedStreamTellsWhereItsPublishersWere() {
        try (var rig = new ControlRig()) {
            rig.publish("live/sports/show", 2);
            rig.node("b", ask -> kicked(ask, new StreamKey("live/sports", "show"), 1));
            assertThat(rig.post(200, "streams/live%2Fsports/show/kick")).isEqualTo(new JsonObject("""
                                    {"stream":"live/sports/show","unanswered":[],
                                     "kicked":[{"node":"a","publishers":2},{"node":"b","publishers":1}]}
                                    """));
            assertThat(rig.post(404, "streams/live/other/kick"))
                    .isEqualTo(new JsonObject()
                            .put("error", "nobody publishes the stream")
                            .put("value", "live/other"));
            rig.silentNode("c");
            assertThat(rig.post(503, "streams/live/other/kick").getJsonArray("unanswered"))
                    .containsExactly("c");
        }
    }

    @Test
    void dropAsOfNginxDoesNotSayThatThereWasNobodyWhileANodeIsSilent() {
        try (var rig = new ControlRig()) {
            var drop = HttpRequest.newBuilder(rig.uri("/control/drop/client?app=live&name=show"));
            assertThat(rig.send(drop).body()).isEqualTo("0");
            rig.silentNode("c");
            var answer = rig.send(drop);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("did not answer: c");
            rig.node(
                    "b",
                    ask -> ask instanceof Ask.KickClient
                            ? Envelope.answer(new JsonObject().put("kicked", true))
                            : page(ask, players(1, 2)));
            assertThat(rig.send(drop).body()).isEqualTo("2");
        }
    }

    @Test
    void clientIsKickedByItsNode() {
        try (var rig = new ControlRig()) {
            rig.node("b", ask -> Envelope.answer(new JsonObject().put("kicked", ask.equals(new Ask.KickClient(35)))));
            rig.silentNode("c");
            assertThat(rig.post(200, "clients/b/z/kick").getString("kicked")).isEqualTo("b/z");
            assertThat(rig.post(404, "clients/b/y/kick").getString("error")).isEqualTo("no such client");
            assertThat(rig.post(404, "clients/a/y/kick").getString("value")).isEqualTo("a/y");
            assertThat(rig.post(404, "clients/nobody/y/kick").getString("error"))
                    .isEqualTo("no such node");
            assertThat(rig.post(503, "clients/c/y/kick").getJsonArray("unanswered"))
                    .containsExactly("c");
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
                    .request(NodeControl.address("a"), Envelope.write("b", new Ask.Drain()))
                    .await();
            await("the node gives up").until(() -> log.warnings().size() == 1);
            assertThat(log.warnings().getFirst()).startsWith("drain asked by=b");
            assertThat(rig.drained().isComplete()).isFalse();
        }
    }

    @Test
    void postThatAnyPageCouldMakeABrowserSendIsRefused() {
        try (var rig = new ControlRig()) {
            rig.publish("live/show", 1);
            for (String type :
                    List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json")) {
                var answer = rig.send(HttpRequest.newBuilder(rig.uri("streams/live/show/kick"))
                        .header("content-type", type)
                        .POST(BodyPublishers.ofString("{}")));
                assertThat(answer.statusCode()).isEqualTo(415);
                assertThat(answer.body()).contains(type);
            }
            var typeless =
                    rig.send(HttpRequest.newBuilder(rig.uri("nodes/a/drain")).POST(BodyPublishers.noBody()));
            assertThat(typeless.statusCode()).isEqualTo(415);
            var get = rig.send(HttpRequest.newBuilder(rig.uri("nodes/a/drain")));
            assertThat(get.statusCode()).isEqualTo(405);
            rig.post(200, "streams/live/show/kick");
            assertThat(rig.drained().isComplete()).isFalse();
        }
    }

    @Test
    void garbledAskIsAnsweredByAnError() {
        try (var rig = new ControlRig();
                var log = LogCapture.of("dev.headwater")) {
            for (Object body : List.of("gib\nberish", 42, new JsonObject(), "{\"v\":9}")) {
                var answer = rig.vertx()
                        .eventBus()
                        .<String>request(NodeControl.address("a"), body)
                        .await();
                assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("problem"))
                        .isNotBlank();
            }
            assertThat(log.warnings()).hasSize(4).noneMatch(line -> line.contains("\n"));
            assertThat(log.stackTraces()).isZero();
            var sane = rig.vertx()
                    .eventBus()
                    .<String>request(NodeControl.address("a"), Envelope.write("b", new Ask.Describe()))
                    .await();
            assertThat(sane.body()).isEqualTo(Envelope.answer(new NodeFigures(0, 0, 0, TrafficFigures.NONE).json()));
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

    static List<ClientSnapshot> players(long first, long last) {
        var use = new ClientUse(ClientUse.Kind.PLAYER, new StreamKey("live", "show"), SINCE, 7, 3);
        return LongStream.rangeClosed(first, last)
                .mapToObj(number -> new ClientSnapshot(
                        number, Protocol.RTMP, "192.0.2.1:" + number, "FMLE/3.0", SINCE, false, List.of(use)))
                .toList();
    }

    private static String page(Ask<?> ask, List<ClientSnapshot> clients) {
        var list = (Ask.ListClients) ask;
        return Envelope.answer(
                ClientPage.of(clients, list.after(), list.limit()).json());
    }

    private static String kicked(Ask<?> ask, StreamKey key, int publishers) {
        return Envelope.answer(new JsonObject().put("kicked", ask.equals(new Ask.KickStream(key)) ? publishers : 0));
    }

    private static List<Object> column(JsonObject answer, String list, String field) {
        var items = answer.getJsonArray(list);
        return IntStream.range(0, items.size())
                .mapToObj(i -> items.getJsonObject(i).getValue(field))
                .toList();
    }
}
