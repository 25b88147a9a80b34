package dev.headwater.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.LogCapture;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may ask the API of a node, and what is no question, whatever it is about. */
class ControlTest {
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
                    .<String>request(NodeControl.address("a"), Envelope.write("b", new NodeAsk.Describe()))
                    .await();
            assertThat(sane.body()).isEqualTo(Envelope.answer(new NodeFigures(0, 0, 0, TrafficFigures.NONE).json()));
        }
    }
}
