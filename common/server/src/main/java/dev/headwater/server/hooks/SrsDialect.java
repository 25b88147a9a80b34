package dev.headwater.server.hooks;

import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.Client;
import dev.headwater.server.hooks.HookCall.Asking;
import dev.headwater.server.hooks.HookCall.Connecting;
import dev.headwater.server.hooks.HookCall.Disconnected;
import dev.headwater.server.hooks.HookCall.OfNode;
import dev.headwater.server.hooks.HookCall.Recorded;
import dev.headwater.server.hooks.HookCall.Staying;
import dev.headwater.server.net.PeerAddress;
import dev.headwater.server.record.RecordedFile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * The words of SRS's {@code http_hooks} (delivery.md 9.1). Allowed is 200 or 201 with a body of {@code 0} or {@code {"code":0}},
 * and nothing else.
 *
 * @param node is our {@code server_id}
 */
record SrsDialect(String node) implements Dialect {
    private static final String NO_HOST = "__defaultVhost__";
    private static final int OK = 200;
    private static final int CREATED = 201;

    @Override
    public HookRequest write(HookCall call) {
        var json = new JsonObject()
                .put("server_id", node)
                .put("service_id", node)
                .put(
                        "action",
                        call.event() == HookEvent.RECORD
                                ? "on_dvr"
                                : call.event().word())
                .put("request_id", call.id());
        switch (call.subject()) {
            case Connecting(var request) -> {
                put(json, request.client(), request.app(), host(request.client().parameter("vhost")));
                json.put("param", param(request.client().query())).put("stream", "");
            }
            case Disconnected(var request, long received, long sent) -> {
                put(json, request.client(), request.app(), host(request.client().parameter("vhost")));
                json.put("send_bytes", sent).put("recv_bytes", received);
            }
            case Asking(var attempt) -> put(json, attempt);
            case Staying staying -> put(json, staying.attempt());
            case Recorded(var file) -> put(json, file);
            case OfNode(String state) -> throw new IllegalStateException("SRS has no word for a node that is " + state);
        }
        return HookRequest.post("application/json", json.toBuffer());
    }

    private void put(JsonObject json, Attempt attempt) {
        var asked = attempt.asked();
        String host = host(attempt.parameter("vhost"));
        String query = attempt.query().isEmpty() ? attempt.client().query() : attempt.query();
        put(json, attempt.client(), asked.app(), host);
        json.put("stream", asked.name())
                .put("param", param(query))
                .put("stream_url", (host.equals(NO_HOST) ? "" : host) + "/" + asked)
                .put("stream_id", asked.toString()); // as our answers in SRS's shape have it
    }

    /** Who published it may have come to another node. */
    private static void put(JsonObject json, RecordedFile file) {
        var stream = file.stream();
        json.put("client_id", "")
                .put("ip", "")
                .put("vhost", NO_HOST)
                .put("app", stream.app())
                .put("tcUrl", "")
                .put("stream", stream.name())
                .put("param", "")
                .put("stream_url", "/" + stream)
                .put("stream_id", stream.toString())
                .put("cwd", file.folder().toString())
                .put("file", "./" + file.path());
    }

    private void put(JsonObject json, Client client, String app, String host) {
        json.put("client_id", Dialect.id(node, client))
                .put("ip", PeerAddress.text(client.address()))
                .put("vhost", host)
                .put("app", app)
                .put("tcUrl", client.tcUrl())
                .put("pageUrl", client.pageUrl());
    }

    private static String host(Optional<String> named) {
        return named.orElse(NO_HOST);
    }

    private static String param(String query) {
        return query.isEmpty() ? "" : "?" + query;
    }

    @Override
    public Answer read(HookResponse response) {
        if (response.status() != OK && response.status() != CREATED) {
            return Answer.refusedBy(response.status());
        }
        try {
            var value = Json.decodeValue(response.body());
            var code = value instanceof JsonObject json ? json.getValue("code") : value;
            if (!(code instanceof Integer number)) {
                return new Answer.Unusable("neither 0 nor an object with a number as code");
            }
            return number == 0 ? Answer.allow() : new Answer.Refuse("code=" + number);
        } catch (DecodeException e) {
            return new Answer.Unusable("neither 0 nor an object with a number as code");
        }
    }

    @Override
    public boolean hasConnectsByHttp() {
        return false;
    }

    @Override
    public boolean mayRename() {
        return false;
    }
}
