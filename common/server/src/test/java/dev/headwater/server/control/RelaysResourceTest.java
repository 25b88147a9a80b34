package dev.headwater.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.config.RelayEntry;
import dev.headwater.server.foreign.RelayList.Source;
import dev.headwater.server.foreign.RelayReport;
import dev.headwater.server.foreign.RelayState;
import dev.headwater.testkit.LogCapture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the API tells of relays and does to them, in a cluster that answers as the test says. */
class RelaysResourceTest {
    private static final String CALLBACK = "callback-00112233445566778899aabbccddeeff";

    @Test
    void relaysAreListedWithWhoRunsThemAndWithoutTheirKeys() {
        try (var rig = new ControlRig(
                "relays.push=site live/show rtmp://a.example/app/secret,idle live/show rtmp://b.example/app/secret")) {
            var site = RelayEntry.parse("push", "site live/show rtmp://a.example/app/secret");
            rig.reports(new RelayReport(
                    site,
                    RelayState.PAUSED,
                    ControlRig.SINCE,
                    1_000,
                    Optional.of(new RelayReport.Failure(
                            ControlRig.SINCE, "the stream was refused: NetStream.Publish.BadName"))));
            rig.node("b", ask -> {
                var cam =
                        RelayEntry.parse("pull", "cam live/lobby on-demand rtmps://10.1.0.7/live/secret?token=secret");
                var far = RelayEntry.parse("pull", CALLBACK + " live/far always rtmp://c.example/app/secret");
                var all = List.of(
                        new RelayReport(far, RelayState.STANDBY, ControlRig.SINCE, 0, Optional.empty()),
                        new RelayReport(site, RelayState.STANDBY, ControlRig.SINCE, 0, Optional.empty()),
                        new RelayReport(cam, RelayState.RUNNING, ControlRig.SINCE, 7, Optional.empty()));
                var list = new JsonArray();
                all.forEach(report ->
                        list.add(RelayFigures.of(report, source(report)).json()));
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

    private static Source source(RelayReport report) {
        return report.entry().name().equals(CALLBACK) ? Source.CALLBACK : Source.ADDED;
    }

    /** As when an edge is asked that was told of no relays. */
    @Test
    void aRelayThatAnotherNodesConfigurationHasIsNotTakenForAnAddedOne() {
        try (var rig = new ControlRig()) {
            rig.node("b", ask -> {
                var site = RelayEntry.parse("push", "site live/show rtmp://a.example/app/secret");
                var report = new RelayReport(site, RelayState.STANDBY, ControlRig.SINCE, 0, Optional.empty());
                var figures = RelayFigures.of(report, Source.CONFIGURED).json();
                return Envelope.answer(new JsonObject().put("relays", new JsonArray().add(figures)));
            });
            rig.relayBook()
                    .add("site", "push site live/show rtmp://a.example/app/secret")
                    .await();
            var relay = rig.get(200, "relays").getJsonArray("relays").getJsonObject(0);
            assertThat(relay.getString("source")).isEqualTo("configured");
            assertThat(relay.getBoolean("added")).isFalse();
        }
    }

    /** As through an edge that was told of no relays. */
    @Test
    void aRelayOfAnotherNodesConfigurationIsNeitherAddedNorTakenOut() {
        try (var rig = new ControlRig()) {
            rig.node("b", ask -> Envelope.answer(new JsonObject().put("configured", true)));
            rig.silentNode("c");
            var site = """
                    {"name":"site","kind":"push","stream":"live/show","url":"rtmp://a.example/app/secret"}""";
            assertThat(rig.post(409, "relays", site).getString("error")).contains("configuration");
            assertThat(rig.relayBook().all().await()).isEmpty();
            assertThat(rig.delete(409, "relays/site").getString("error")).contains("configuration");
        }
    }

    @Test
    void relaysAreListedInPages() {
        try (var rig = new ControlRig()) {
            rig.reports(IntStream.range(0, 1_500)
                    .mapToObj("far-%04d live/far rtmp://c.example/app/secret"::formatted)
                    .map(text -> new RelayReport(
                            RelayEntry.parse("push", text), RelayState.RUNNING, ControlRig.SINCE, 0, Optional.empty()))
                    .toArray(RelayReport[]::new));
            var first = rig.get(200, "relays");
            assertThat(first.getJsonArray("relays")).hasSize(1_000);
            assertThat(first.getString("next")).isEqualTo("far-0999");
            var second = rig.get(200, "relays?limit=1000&after=far-0999");
            assertThat(second.getJsonArray("relays")).hasSize(500);
            assertThat(second.containsKey("next")).isFalse();
            assertThat(second.getJsonArray("relays").getJsonObject(0).getString("name"))
                    .isEqualTo("far-1000");
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
}
