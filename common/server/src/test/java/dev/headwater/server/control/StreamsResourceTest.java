package dev.headwater.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.IntakeFigures;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.flight.FlightEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the API tells of streams and does to them, in a cluster that answers as the test says. */
class StreamsResourceTest {
    private static final String COMES_IN = """
            "video":{"codec":"avc1","profile":"High","level":"4.1","width":1920,"height":1080,"fps":29.97,
                     "gop_ms":2000,"gop_pictures":60,"bits_per_second":4000000},
            "audio":{"codec":"mp4a","profile":"LC","sample_rate":48000,"channels":2,"bits_per_second":128000},
            "measured_ms":10000,"withheld_frames":5""";

    @Test
    void streamsAreListedWithWhatEachNodeHasOfThem() {
        try (var rig = new ControlRig()) {
            for (String name : List.of("one", "two", "three")) {
                rig.claim("a", name);
            }
            rig.publish("live/one", 1);
            rig.node("b", ask -> {
                var list = new JsonArray();
                if (ask instanceof StreamAsk.ListStreams(List<StreamKey> keys)) {
                    keys.forEach(key -> list.add(new StreamFigures(
                                    key,
                                    1,
                                    12,
                                    34,
                                    56,
                                    new TrafficFigures(78, 90),
                                    Optional.of(new PublisherFigures(35, "192.0.2.1:4", "FMLE/3.0", ControlRig.SINCE)),
                                    new StreamPlace(
                                            0,
                                            Optional.of("backing_off"),
                                            Optional.empty(),
                                            IntakeFigures.NONE,
                                            Optional.empty()))
                            .json()));
                }
                return Envelope.answer(new JsonObject().put("streams", list));
            });
            rig.silentNode("c");

            var first = rig.get(200, "streams?limit=2");
            assertThat(ControlRig.column(first, "streams", "name")).containsExactly("one", "three");
            assertThat(first.getInteger("total")).isEqualTo(3);
            assertThat(first.getJsonArray("unanswered")).containsExactly("c");
            var one = first.getJsonArray("streams").getJsonObject(0);
            assertThat(one.getString("origin")).isEqualTo("a");
            assertThat(one.getInteger("players")).isEqualTo(12);
            assertThat(one.getJsonArray("nodes")).isEqualTo(new JsonArray("""
                                    [{"node":"a","publishers":0,"players":0,"dropped_frames":0,"epoch":3,"pull":"live","via":"b",
                                      "recording":{"file":"live/show-20261122T101500123Z-3.flv"},
                                      %s},
                                     {"node":"b","publishers":1,"players":12,"dropped_frames":34,"epoch":0,"pull":"backing_off"}]
                                    """.formatted(COMES_IN)));
            assertThat(one.getJsonObject("recording").getString("file"))
                    .isEqualTo("live/show-20261122T101500123Z-3.flv");
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
            assertThat(ControlRig.column(rest, "streams", "name")).containsExactly("two");
            assertThat(rest.containsKey("next")).isFalse();
        }
    }

    @Test
    void appsAreListedWithWhatTheClusterHasOfThemAndTheirLimits() {
        try (var rig = new ControlRig()) {
            rig.claim("a", "one");
            rig.claim("a", "two");
            for (String node : List.of("b", "c")) {
                rig.node(node, ask -> {
                    var list = new JsonArray();
                    if (ask instanceof ClientAsk.ListApps(String after, int limit)) {
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
            assertThat(ControlRig.column(rest, "apps", "app")).containsExactly("vod");
            assertThat(rest.containsKey("next")).isFalse();
        }
    }

    @Test
    void pictureIsMadeByTheOriginOfTheStream() {
        try (var rig = new ControlRig()) {
            rig.node("b", ask -> Envelope.answer(new JsonObject().put("jpeg", "b2YgYg==")));
            rig.claim("a", "one");
            rig.claim("b", "two");
            rig.claim("a", "three");
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

    @Test
    void publisherIsAmongTheEventsOfAStreamHoweverManyPullsOfItCameAfterHim() {
        try (var rig = new ControlRig()) {
            rig.ended(flight(Optional.of(35L), "publishing"));
            for (int i = 0; i < 100; i++) {
                rig.ended(flight(Optional.empty(), "pull " + i));
            }
            var events = rig.get(200, "streams/live/show/events");
            assertThat(ControlRig.column(events, "events", "event")).contains("publishing", "pull 99");
        }
    }

    private static Flight flight(Optional<Long> client, String event) {
        return new Flight(
                client,
                Set.of(new StreamKey("live", "show")),
                true,
                0,
                Flight.Bytes.NONE,
                List.of(new FlightEvent(ControlRig.SINCE, event, "", 1)));
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

    private static String kicked(Ask<?> ask, StreamKey key, int publishers) {
        return Envelope.answer(
                new JsonObject().put("kicked", ask.equals(new StreamAsk.KickStream(key)) ? publishers : 0));
    }
}
