package dev.headwater.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodeRecord;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The running server against its contract. Every answer in {@link ControlTest} is held against it as well. */
class ContractTest {
    private static final NodeDirectory NO_DIRECTORY = new NodeDirectory() {
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
            return Future.failedFuture("the cluster is away");
        }
    };

    @Test
    void everyOperationOfTheContractIsServedAndNoOther() {
        try (var rig = new ControlRig()) {
            assertThat(rig.control().operations())
                    .isEqualTo(rig.contract().contract().operations().stream()
                            .map(Operation::getOperationId)
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void everyAnswerInTheContractIsGivenAsItSays() {
        var seen = new TreeSet<String>();
        var documented = new TreeSet<String>();
        try (var rig = new ControlRig("relays.push=site live/show rtmp://a.example/app/key")) {
            answersOfAHealthyCluster(rig);
            seen.addAll(rig.contract().seen());
            rig.contract()
                    .contract()
                    .operations()
                    .forEach(operation -> operation.getOpenAPIModel().getJsonObject("responses").fieldNames().stream()
                            .filter(status -> Character.isDigit(status.charAt(0)))
                            .forEach(status -> documented.add(operation.getOperationId() + " " + status)));
        }
        try (var rig = new ControlRig(NO_DIRECTORY)) {
            answersWithoutADirectory(rig);
            seen.addAll(rig.contract().seen());
        }
        assertThat(seen).isEqualTo(documented);
    }

    private static void answersOfAHealthyCluster(ControlRig rig) {
        rig.claim("a", "show");
        rig.publish("live/show", 1);
        rig.node("b", ask -> switch (ask) {
            case NodeAsk.Describe() -> Envelope.answer(new NodeFigures(1, 0, 1, TrafficFigures.NONE).json());
            case ClientAsk.ListApps apps ->
                Envelope.answer(new JsonObject().put("apps", new JsonArray().add(new AppFigures("vod", 0, 1).json())));
            case ClientAsk.KickClient(long number) -> Envelope.answer(new JsonObject().put("kicked", number == 35));
            case ClientAsk.ListClients list ->
                Envelope.answer(ClientPage.of(ControlRig.players(1, 3), 0, 2).json());
            case StreamAsk.KickStream kick -> Envelope.answer(new JsonObject().put("kicked", 0));
            case ClientAsk.ClientFlight(long number) -> flights(number == 35 ? 1 : 0);
            case StreamAsk.StreamFlights flights -> flights(0);
            default -> Envelope.error(new MessageException("not today", "x"));
        });
        rig.get(200, "nodes");
        rig.get(200, "history?since=7");
        rig.get(400, "history?since=-1");
        rig.get(200, "config");
        rig.post(200, "config/reload");
        rig.post(200, "nodes/a/config/reload");
        rig.post(404, "nodes/nobody/config/reload");
        rig.get(200, "apps");
        rig.get(400, "apps?limit=0");
        rig.get(200, "streams");
        rig.get(400, "streams?limit=0");
        rig.get(200, "streams/live/show");
        rig.get(400, "streams/live/a%20b");
        rig.get(404, "streams/live/other");
        rig.get(200, "clients?limit=2");
        rig.get(400, "clients?after=b");
        rig.get(404, "clients?node=nobody");
        rig.get(200, "streams/live/show/events");
        rig.get(400, "streams/live/a%20b/events");
        rig.get(404, "streams/live/other/events");
        rig.get(200, "streams/live/show/picture");
        rig.get(400, "streams/live/a%20b/picture");
        rig.get(404, "streams/live/other/picture");
        rig.get(200, "clients/b/z/events");
        rig.get(400, "clients/b/NO/events");
        rig.get(404, "clients/b/y/events");
        rig.post(200, "clients/b/z/kick");
        rig.post(400, "clients/b/NO/kick");
        rig.post(404, "clients/b/y/kick");
        rig.post(200, "streams/live/show/kick");
        rig.post(400, "streams/live/a%20b/kick");
        rig.post(404, "streams/live/other/kick");
        rig.post(404, "nodes/nobody/drain");
        rig.post(201, "relays", relay("cam"));
        rig.post(409, "relays", relay("cam"));
        rig.post(400, "relays", "{}");
        rig.get(200, "relays");
        rig.get(400, "relays?limit=0");
        rig.delete(200, "relays/cam");
        rig.delete(404, "relays/cam");
        rig.delete(409, "relays/site");
        rig.delete(400, "relays/a%20b");
        rig.get(200, "log-levels?node=a");
        rig.get(404, "log-levels?node=nobody");
        String logger = "log-levels/dev.headwater.server.control";
        rig.put(200, logger, "{\"level\":\"debug\",\"seconds\":600}");
        rig.put(200, logger + "?node=a", "{\"level\":\"info\"}");
        rig.put(400, logger, "{\"level\":\"loud\"}");
        rig.put(400, logger, "{\"level\":\"debug\",\"seconds\":0}");
        rig.put(400, logger, "not json");
        rig.put(404, "log-levels/no.such.logger?node=a", "{\"level\":\"debug\"}");
        rig.post(202, "nodes/a/drain");
    }

    private static String relay(String name) {
        return """
                {"name":"%s","kind":"pull","stream":"live/lobby","mode":"always","url":"rtmp://10.1.0.7/live/main"}
                """.formatted(name);
    }

    private static String flights(int count) {
        var list = new JsonArray(
                Collections.nCopies(count, FlightJson.of(ControlRig.FLIGHT).put("client", 35)));
        return Envelope.answer(new JsonObject().put("flights", list));
    }

    private static void answersWithoutADirectory(ControlRig rig) {
        rig.claim("a", "show");
        rig.claim("nobody", "elsewhere");
        rig.get(503, "nodes");
        rig.get(503, "history");
        rig.post(422, "config/reload");
        rig.post(422, "nodes/a/config/reload");
        rig.post(503, "nodes/b/config/reload");
        rig.get(503, "apps");
        rig.get(503, "streams");
        rig.get(503, "streams/live/show");
        rig.get(503, "streams/live/show/events");
        rig.get(503, "streams/live/elsewhere/picture");
        rig.get(503, "clients");
        rig.get(503, "clients/b/z/events");
        rig.post(503, "clients/b/z/kick");
        rig.post(503, "streams/live/show/kick");
        rig.post(503, "nodes/b/drain");
        rig.relayBook().lose();
        rig.get(503, "relays");
        rig.post(503, "relays", relay("cam"));
        rig.delete(503, "relays/cam");
        rig.get(503, "log-levels");
        rig.put(503, "log-levels/ROOT", "{\"level\":\"info\"}");
    }
}
