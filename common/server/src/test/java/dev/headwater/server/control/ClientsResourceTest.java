package dev.headwater.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.server.clients.ClientSnapshot;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the API tells of clients and does to them, in a cluster that answers as the test says. */
class ClientsResourceTest {
    @Test
    void clientsOfAllNodesComeInPagesOfOneOrder() {
        try (var rig = new ControlRig()) {
            rig.node("b", ask -> page(ask, ControlRig.players(1, 4)));
            rig.node("c", ask -> page(ask, ControlRig.players(1, 3)));
            rig.silentNode("d");

            var ids = new ArrayList<Object>();
            String next = "";
            for (int expected : new int[] {2, 2, 2, 1}) {
                var answer =
                        rig.get(200, "clients?limit=2&stream=live/show" + (next.isEmpty() ? "" : "&after=" + next));
                assertThat(ControlRig.column(answer, "clients", "id")).hasSize(expected);
                assertThat(answer.getInteger("total")).isEqualTo(7);
                assertThat(answer.getJsonArray("unanswered")).containsExactly("d");
                ids.addAll(ControlRig.column(answer, "clients", "id"));
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
            rig.node("b", ask -> page(ask, ControlRig.players(1, 1)));
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
                    ask -> ask instanceof ClientAsk.KickClient
                            ? Envelope.answer(new JsonObject().put("kicked", true))
                            : page(ask, ControlRig.players(1, 2)));
            assertThat(rig.send(drop).body()).isEqualTo("2");
        }
    }

    @Test
    void clientIsKickedByItsNode() {
        try (var rig = new ControlRig()) {
            rig.node(
                    "b",
                    ask -> Envelope.answer(new JsonObject().put("kicked", ask.equals(new ClientAsk.KickClient(35)))));
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

    private static String page(Ask<?> ask, List<ClientSnapshot> clients) {
        var list = (ClientAsk.ListClients) ask;
        return Envelope.answer(
                ClientPage.of(clients, list.after(), list.limit()).json());
    }
}
