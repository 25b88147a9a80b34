package dev.headwater.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One stream or client that is looked for by its id in SRS's API. */
class SrsLookupTest {
    private static final int STREAM_NOT_FOUND = 2048;
    private static final int CLIENT_NOT_FOUND = 2049;

    private static JsonObject get(ControlRig rig, String path) {
        return new JsonObject(
                rig.send(HttpRequest.newBuilder(rig.uri("/srs/api/v1/" + path))).body());
    }

    @Test
    void streamIsFoundByItsIdAsItIsWrittenInAnAddress() {
        try (var rig = new ControlRig()) {
            rig.claim("a", "grün");
            for (String path : List.of("live/gr%C3%BCn", "live%2Fgr%C3%BCn")) {
                var answer = get(rig, "streams/" + path);
                assertThat(answer.getInteger("code")).as(path).isZero();
                assertThat(answer.getJsonObject("stream").getString("name")).isEqualTo("grün");
            }
            assertThat(get(rig, "streams/live/a%20b").getInteger("code")).isEqualTo(STREAM_NOT_FOUND);
        }
    }

    @Test
    void clientOfAnotherNodeIsAskedForByItself() {
        try (var rig = new ControlRig()) {
            rig.node("b", ask -> {
                if (!(ask instanceof ClientAsk.FindClient(long number))) {
                    return Envelope.error(new MessageException(
                            "asked for more than one client", ask.type().name()));
                }
                var found = number == 35 ? ControlRig.players(35, 35) : ControlRig.players(1, 0);
                return Envelope.answer(ClientPage.of(found, 0, 1).json());
            });
            for (String path : List.of("b/z", "b%2Fz")) {
                JsonObject client = get(rig, "clients/" + path).getJsonObject("client");
                assertThat(client.getString("id")).isEqualTo("b/z");
            }
            for (String path : List.of("b/y", "b/0", "a/z", "nobody/z", "b", "b/NO")) {
                assertThat(get(rig, "clients/" + path).getInteger("code"))
                        .as(path)
                        .isEqualTo(CLIENT_NOT_FOUND);
            }
        }
    }
}
